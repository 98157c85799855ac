'use client'

import { Button, List } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { removeAlert } from '#app/(signed-in)/alerts/actions.ts'
import type { MonitorName } from '#lib/monitors/references/data.ts'

interface Props {
  alert: string
  /** monitors that chose it by name */
  choosers: MonitorName[]
}

export function DeleteAlert({ alert, choosers }: Props) {
  const router = useRouter()
  const { isBusy, act } = useAction()

  const remove = () =>
    act(
      () => removeAlert({ key: alert }),
      () => router.push('/alerts'),
    )
  const ask = () =>
    confirmDestroy({
      title: `Delete the alert ${alert}?`,
      children: <Loss choosers={choosers} />,
      label: 'Delete alert',
      confirmed: remove,
    })

  return (
    <Button onClick={ask} loading={isBusy}>
      Delete
    </Button>
  )
}

function Loss({ choosers }: { choosers: MonitorName[] }) {
  const lost = 'Its settings and the log of its deliveries are lost, also of those that still wait.'
  if (choosers.length === 0) return lost
  return (
    <>
      {lost} These monitors chose it, and will no longer tell it:
      <List size="sm" mt="xs" mah={240} style={{ overflow: 'auto' }}>
        {choosers.map(({ id, name }) => (
          <List.Item key={id}>{name}</List.Item>
        ))}
      </List>
    </>
  )
}
