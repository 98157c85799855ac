'use client'

import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import css from '#app/(signed-in)/dashboards/_editor/dashboard-editor.module.css'
import { KINDS } from '#app/(signed-in)/dashboards/_editor/kinds.ts'
import type { PanelKind } from '#lib/charts/panel.ts'

interface Props {
  add(kind: PanelKind): void
  isFull: boolean
}

/** What can be put on a dashboard. */
export function AddPanel({ add, isFull }: Props) {
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button
          leftSection={<IconPlus size={16} stroke={1.8} />}
          disabled={isFull}
          title={isFull ? 'No more panels fit on one dashboard' : undefined}
        >
          Add panel
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {KINDS.map(({ kind, label, description }) => (
          <Menu.Item key={kind} onClick={() => add(kind)}>
            {label}
            <div className={css.explained}>{description}</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
