'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { removeDefinition } from '#app/(signed-in)/streams/definitions/actions.ts'

export function DeleteDefinition({ id, title }: { id: number; title: string }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const remove = () =>
    act(
      () => removeDefinition(id),
      () => router.push('/streams/definitions'),
    )
  const ask = () =>
    confirmDestroy({
      title: `Delete the definition of ${title}?`,
      children:
        'Notifications of these types are then taken by the definition before it that fits, or dropped. It can be brought back from the audit trail.',
      label: 'Delete definition',
      confirmed: remove,
    })
  return (
    <Button onClick={ask} loading={isBusy}>
      Delete
    </Button>
  )
}
