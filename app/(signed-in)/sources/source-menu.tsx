'use client'
import { Button, List } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { changeSource, removeSource } from '#app/(signed-in)/sources/actions.ts'
import type { MonitorName } from '#lib/monitors/references/data.ts'

interface Props {
  source: string
  enabled: boolean
  users: MonitorName[]
}

/** Switches a source on and off, and deletes it. */
export function SourceMenu({ source, enabled, users }: Props) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const toggle = () =>
    act(() => changeSource({ key: source, patch: { enabled: !enabled } }), router.refresh)
  const remove = () =>
    confirmDestroy({
      title: `Delete the source ${source}?`,
      children: <Loss users={users} />,
      label: 'Delete source',
      confirmed: () =>
        act(
          () => removeSource({ key: source }),
          () => router.push('/sources'),
        ),
    })

  return (
    <>
      <Button onClick={remove} disabled={isBusy}>
        Delete
      </Button>
      <Button onClick={toggle} loading={isBusy}>
        {enabled ? 'Switch off' : 'Switch on'}
      </Button>
    </>
  )
}

function Loss({ users }: { users: MonitorName[] }) {
  if (users.length === 0) return 'Its settings are lost. No monitor uses it.'
  return (
    <>
      Its settings are lost, and these monitors will be in ERROR from their next run on:
      <List size="sm" mt="xs" style={{ maxHeight: 240, overflow: 'auto' }}>
        {users.map(({ id, name }) => (
          <List.Item key={id}>{name}</List.Item>
        ))}
      </List>
    </>
  )
}
