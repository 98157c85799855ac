'use client'

import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import type { ActionResult } from '#app/_server/action.ts'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { purgeFound, resetFailed } from '#app/(signed-in)/streams/actions.ts'
import type { Done } from '#lib/streams/fitting/mutations.ts'
import type { AskedStreams } from '#lib/streams/reading/asked.ts'

interface Props {
  asked: AskedStreams
  /** how many of what is shown failed, and how many there are; 0: it is not offered */
  failed: number
  deletable: number
}

/** Tries all failed streams of the view again, or deletes all that it shows. */
export function BulkActions({ asked, failed, deletable }: Props) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  if (!useMay()('streams:write')) return null
  const run = (deed: () => Promise<ActionResult<Done>>, done: string) =>
    act(deed, ({ count, more }) => {
      notifications.show({ message: `${done}: ${count}.${more ? ' There are more.' : ''}` })
      router.refresh()
    })
  const purge = () =>
    confirmDestroy({
      title: `Delete ${counted(deletable)}?`,
      label: 'Delete streams',
      children:
        'All that this view shows, on all its pages. Their logs are gone; their events stay.',
      confirmed: () => run(() => purgeFound(asked), 'Deleted'),
    })
  return (
    <>
      {failed > 0 && (
        <Button loading={isBusy} onClick={() => run(() => resetFailed(asked), 'Tried again')}>
          Try {counted(failed)} again
        </Button>
      )}
      {deletable > 0 && (
        <Button color="red" disabled={isBusy} onClick={purge}>
          Delete all shown
        </Button>
      )}
    </>
  )
}

const counted = (count: number) =>
  `${count.toLocaleString('en')} ${count === 1 ? 'stream' : 'streams'}`
