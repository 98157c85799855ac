'use client'

import { Menu } from '@mantine/core'
import {
  IconArrowsSplit,
  IconEdit,
  IconGitMerge,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react'
import { MoreMenu } from '#app/_ui/more-menu.tsx'

export type MoreDialog = (typeof ITEMS)[number]['dialog']

interface Props {
  open: (dialog: MoreDialog) => void
  askDelete: () => void
}

/** What is done with a signature less often. */
export function SignatureMenu({ open, askDelete }: Props) {
  return (
    <MoreMenu width={220}>
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
      <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.8} />} onClick={askDelete}>
        Delete …
      </Menu.Item>
    </MoreMenu>
  )
}

const ITEMS = [
  { dialog: 'edit', label: 'Name and rules …', Icon: IconEdit },
  { dialog: 'merge', label: 'Merge into …', Icon: IconGitMerge },
  { dialog: 'split', label: 'Split …', Icon: IconArrowsSplit },
  { dialog: 'reclassify', label: 'Classify again …', Icon: IconRefresh },
] as const
