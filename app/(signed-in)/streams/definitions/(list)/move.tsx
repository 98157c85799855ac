'use client'

import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useMay } from '#app/_ui/may.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { moveDefinition } from '#app/(signed-in)/streams/definitions/actions.ts'

interface Props {
  id: number
  position: number
  isLast: boolean
  types: string
}

/** Moves a definition by one place. */
export function Move({ id, position, isLast, types }: Props) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  if (!useMay()('streams:write')) return null
  const to = (place: number) =>
    act(
      () => moveDefinition({ id, position: place }),
      () => router.refresh(),
    )
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move up: ${types}`}
        disabled={isBusy || position === 1}
        onClick={() => to(position - 1)}
      >
        <IconArrowUp size={14} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move down: ${types}`}
        disabled={isBusy || isLast}
        onClick={() => to(position + 1)}
      >
        <IconArrowDown size={14} />
      </ActionIcon>
    </>
  )
}
