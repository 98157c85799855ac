'use client'

import { Button } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useAction } from '#app/_ui/use-action.ts'
import { restoreTrigger } from '#app/(signed-in)/streams/triggers/actions.ts'

interface Props {
  id: number
  name: string
  version: number
}

/** Makes this version the newest one, after asking. */
export function Restore({ id, name, version }: Props) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const bringBack = () =>
    act(
      () => restoreTrigger({ id, version }),
      () => {
        notifications.show({ message: `“${name}” is as in version ${version} again.` })
        router.push(`/streams/triggers/${id}`)
      },
    )
  const ask = () =>
    modals.openConfirmModal({
      title: `Restore version ${version} of “${name}”?`,
      children:
        'It is saved as a new version; the others stay, and so do the streams that are open.',
      labels: { confirm: 'Restore', cancel: 'Cancel' },
      confirmProps: { variant: 'filled' },
      onConfirm: bringBack,
    })
  return (
    <Button variant="filled" onClick={ask} disabled={isBusy}>
      Restore
    </Button>
  )
}
