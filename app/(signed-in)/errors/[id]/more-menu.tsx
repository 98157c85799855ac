'use client'

import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArrowsSplit,
  IconDots,
  IconEdit,
  IconGitMerge,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react'

export type MoreDialog = (typeof ITEMS)[number]['dialog']

interface Props {
  open: (dialog: MoreDialog) => void
  askDelete: () => void
}

/** What is done with a signature less often. */
export function MoreMenu({ open, askDelete }: Props) {
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="More actions">
          <IconDots size={16} stroke={1.8} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {ITEMS.map(({ dialog, label, Icon }) => (
          <Menu.Item
            key={dialog}
            leftSection={<Icon size={16} stroke={1.8} />}
            onClick={() => open(dialog)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={16} stroke={1.8} />}
          onClick={askDelete}
        >
          Delete …
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const ITEMS = [
  { dialog: 'edit', label: 'Name and rules …', Icon: IconEdit },
  { dialog: 'merge', label: 'Merge into …', Icon: IconGitMerge },
  { dialog: 'split', label: 'Split …', Icon: IconArrowsSplit },
  { dialog: 'reclassify', label: 'Classify again …', Icon: IconRefresh },
] as const
