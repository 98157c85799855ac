'use client'

import { ActionIcon, Menu } from '@mantine/core'
import { IconCopy, IconDots, IconGripVertical, IconPencil, IconTrash } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { titleOf } from '#app/_ui/panel-body/title.ts'
import type { Step } from '#app/(signed-in)/dashboards/_board/layout.ts'
import { kindInWords } from '#app/(signed-in)/dashboards/_editor/kinds.ts'
import css from '#app/(signed-in)/dashboards/_editor/panel-tools.module.css'
import type { PlacedPanel } from '#lib/dashboards/schema.ts'

interface Props {
  placed: PlacedPanel
  edit(): void
  repeat(): void
  remove(): void
  step(step: Step): void
}

/** What can be done with a panel while its dashboard is edited. */
export function PanelTools({ placed, edit, repeat, remove, step }: Props) {
  const name = titleOf(placed.panel) || kindInWords(placed.panel.kind)
  return (
    <div className={css.tools}>
      <Grip name={name} placed={placed} step={step} />
      <ActionIcon {...SMALL} aria-label={`Edit ${name}`} onClick={edit}>
        <IconPencil size={15} stroke={1.8} />
      </ActionIcon>
      <Menu position="bottom-end" width={160}>
        <Menu.Target>
          <ActionIcon {...SMALL} aria-label={`More about ${name}`}>
            <IconDots size={16} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={16} stroke={1.8} />} onClick={repeat}>
            Duplicate
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} stroke={1.8} />}
            onClick={remove}
          >
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

const SMALL = { variant: 'subtle', color: 'gray', c: 'dimmed', size: 24 } as const

interface GripProps {
  name: string
  placed: PlacedPanel
  step(step: Step): void
}

/** Moves and resizes by the keyboard; by the mouse the whole head is taken hold of. */
function Grip({ name, placed: { x, y, w, h }, step }: GripProps) {
  const press = (event: KeyboardEvent) => {
    const by = (event.shiftKey ? RESIZED : MOVED)[event.key]
    if (!by) return
    event.preventDefault()
    step(by)
  }
  return (
    <ActionIcon
      {...SMALL}
      data-grip
      className={css.grip}
      onKeyDown={press}
      aria-label={`Move ${name}: arrow keys move, with Shift they resize. Column ${x + 1}, row ${y + 1}, ${w} wide, ${h} high`}
      title="Drag to move. Arrow keys move, Shift and arrow keys resize."
    >
      <IconGripVertical size={15} stroke={1.8} />
    </ActionIcon>
  )
}

const MOVED: Record<string, Step> = {
  ArrowLeft: { x: -1 },
  ArrowRight: { x: 1 },
  ArrowUp: { y: -1 },
  ArrowDown: { y: 1 },
}
const RESIZED: Record<string, Step> = {
  ArrowLeft: { w: -1 },
  ArrowRight: { w: 1 },
  ArrowUp: { h: -1 },
  ArrowDown: { h: 1 },
}
