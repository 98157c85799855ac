'use client'

import { ActionIcon } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'

export const RemoveButton = ({ what, onClick }: { what: string; onClick(): void }) => (
  <ActionIcon
    variant="subtle"
    color="gray"
    size={32}
    aria-label={`Remove ${what}`}
    onClick={onClick}
  >
    <IconTrash size={16} stroke={1.8} />
  </ActionIcon>
)
