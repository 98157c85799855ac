'use client'

import { SegmentedControl } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useMay } from '#app/_ui/may.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { setDebugLevel } from '#app/(signed-in)/streams/triggers/actions.ts'
import { DEBUG_LEVELS } from '#app/(signed-in)/streams/triggers/debug-levels.ts'

/** How much is counted of events that do not fit; a change is a version of the trigger. */
export function DebugLevel({ id, level }: { id: number; level: number }) {
  const router = useRouter()
  const isOffered = useMay()('streams:write')
  const { isBusy, act } = useAction()
  return (
    <SegmentedControl
      aria-label="Counted of events that do not fit"
      size="xs"
      data={[...DEBUG_LEVELS]}
      disabled={!isOffered || isBusy}
      value={String(level)}
      onChange={wanted =>
        act(
          () => setDebugLevel({ id, level: Number(wanted) }),
          () => router.refresh(),
        )
      }
    />
  )
}
