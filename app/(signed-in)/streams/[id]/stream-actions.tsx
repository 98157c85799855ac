'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { purgeStream, resetStream } from '#app/(signed-in)/streams/actions.ts'

interface Props {
  id: number
  /** whether there is something to try again */
  isFailed: boolean
}

/** Tries a stream again, or deletes it. */
export function StreamActions({ id, isFailed }: Props) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  if (!useMay()('streams:write')) return null
  const purge = () =>
    confirmDestroy({
      title: `Delete stream ${id}?`,
      label: 'Delete stream',
      children: 'Its pipelines do not run any more, and its log is gone. Its events stay.',
      confirmed: () =>
        act(
          () => purgeStream({ id }),
          () => router.push('/streams'),
        ),
    })
  return (
    <>
      {isFailed && (
        <Button
          variant="filled"
          loading={isBusy}
          onClick={() => act(() => resetStream({ id }), router.refresh)}
        >
          Try again
        </Button>
      )}
      <Button color="red" disabled={isBusy} onClick={purge}>
        Delete
      </Button>
    </>
  )
}
