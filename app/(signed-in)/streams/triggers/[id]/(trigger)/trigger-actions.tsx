'use client'

import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconHistory, IconTrash } from '@tabler/icons-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { MoreMenu } from '#app/_ui/more-menu.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { usePageKeys } from '#app/_ui/use-page-keys.ts'
import { bringBackTrigger, removeTrigger } from '#app/(signed-in)/streams/triggers/actions.ts'

const UNDO_SHOWN_MS = 15_000

interface Props {
  id: number
  name: string
}

/** What can be done with a trigger; E edits it. */
export function TriggerActions({ id, name }: Props) {
  const router = useRouter()
  const mayWrite = useMay()('streams:write')
  const edit = `/streams/triggers/${id}/edit`
  usePageKeys(mayWrite ? [['e', () => router.push(edit)]] : [])
  return (
    <>
      {mayWrite && (
        <ButtonLink href={edit} variant="filled" rightSection={<KeyHint>E</KeyHint>}>
          Edit
        </ButtonLink>
      )}
      <MoreActions id={id} name={name} mayWrite={mayWrite} />
    </>
  )
}

function MoreActions({ id, name, mayWrite }: Props & { mayWrite: boolean }) {
  const { ask } = useRemoval(id, name)
  return (
    <MoreMenu>
      <Menu.Item
        component={Link}
        href={`/streams/triggers/${id}/versions`}
        leftSection={<IconHistory size={16} stroke={1.8} />}
      >
        Versions
      </Menu.Item>
      {mayWrite && (
        <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.8} />} onClick={ask}>
          Delete …
        </Menu.Item>
      )}
    </MoreMenu>
  )
}

/** Asks, deletes, and offers to bring it back. */
function useRemoval(id: number, name: string) {
  const router = useRouter()
  const { act } = useAction()
  const bringBack = (entry: number) =>
    act(
      () => bringBackTrigger(entry),
      () => {
        notifications.hide(String(entry))
        router.push(`/streams/triggers/${id}`)
      },
    )
  const removed = (entry: number) => {
    notifications.show({
      id: String(entry),
      message: (
        <>
          “{name}” was deleted.{' '}
          <Button variant="subtle" size="compact-sm" onClick={() => bringBack(entry)}>
            Undo
          </Button>
        </>
      ),
      autoClose: UNDO_SHOWN_MS,
    })
    router.push('/streams/triggers')
  }
  const ask = () =>
    confirmDestroy({
      title: `Delete the trigger “${name}”?`,
      children:
        'It opens no streams any more. Those that it has go on until they end, with their pipelines.',
      label: 'Delete trigger',
      confirmed: () => act(() => removeTrigger(id), removed),
    })
  return { ask }
}
