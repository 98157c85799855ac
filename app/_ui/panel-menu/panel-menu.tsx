'use client'

import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots, IconLayoutDashboard, IconShare } from '@tabler/icons-react'
import { AddDialog } from '#app/_ui/add-to-dashboard/add-dialog.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { titleOf } from '#app/_ui/panel-body/title.ts'
import type { RangeKey } from '#app/_ui/range/range.ts'
import { ShareDialog } from '#app/_ui/share/share-dialog.tsx'
import type { Panel } from '#lib/charts/panel.ts'

interface Props {
  panel: Panel
  /** the time that it shows, up to now */
  range?: RangeKey | null
}

/** What can be done with a chart wherever it stands: it can be shared, and put on a dashboard. */
export function PanelMenu({ panel, range }: Props) {
  const may = useMay()
  const [isSharing, sharing] = useDisclosure()
  const [isAdding, adding] = useDisclosure()
  const [mayShare, mayAdd] = [may('charts:share'), may('dashboards:write')]
  if (!mayShare && !mayAdd) return null
  const title = titleOf(panel)
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            size={24}
            aria-label={`More about ${title || 'this text'}`}
          >
            <IconDots size={16} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayShare && (
            <Menu.Item leftSection={<IconShare size={16} stroke={1.8} />} onClick={sharing.open}>
              Share …
            </Menu.Item>
          )}
          {mayAdd && (
            <Menu.Item
              leftSection={<IconLayoutDashboard size={16} stroke={1.8} />}
              onClick={adding.open}
            >
              Add to dashboard …
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isSharing && (
        <ShareDialog
          panel={panel}
          name={title}
          range={range ?? undefined}
          onClose={sharing.close}
        />
      )}
      {isAdding && <AddDialog panel={panel} onClose={adding.close} />}
    </>
  )
}
