'use client'

import { Button, Menu } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconCopy, IconTrash } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { MoreMenu } from '#app/_ui/more-menu.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import {
  copy,
  pause,
  remove,
  resume,
  runMonitor,
} from '#app/(signed-in)/monitors/[id]/(monitor)/actions.ts'

interface Props {
  id: number
  name: string
  active: boolean
  /** belongs to belfry.yaml */
  declared: boolean
  /** a run that is not done yet */
  open: 'queued' | 'running' | null
}

/** What can be done with a monitor; R runs it, E edits it. */
export function MonitorActions({ id, name, active, declared, open }: Props) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const may = useMay()
  const [mayRun, mayWrite] = [may('monitors:run'), may('monitors:write')]
  const run = () =>
    act(
      () => runMonitor(id),
      () => router.refresh(),
    )
  const edit = `/monitors/${id}/edit`
  useHotkeys([
    ['r', () => mayRun && run()],
    ['e', () => mayWrite && !declared && router.push(edit)],
  ])

  return (
    <>
      {mayRun && (
        <Button
          onClick={run}
          disabled={isBusy || open !== null}
          rightSection={<KeyHint>R</KeyHint>}
        >
          {open ? OPEN_WORDS[open] : 'Run now'}
        </Button>
      )}
      {mayWrite && (
        <>
          <Button onClick={() => act(() => (active ? pause(id) : resume(id)))} disabled={isBusy}>
            {active ? 'Pause' : 'Resume'}
          </Button>
          {declared ? (
            <Button disabled title="It is declared in belfry.yaml and changed there">
              Edit
            </Button>
          ) : (
            <ButtonLink href={edit} variant="filled" rightSection={<KeyHint>E</KeyHint>}>
              Edit
            </ButtonLink>
          )}
          <MoreActions id={id} name={name} declared={declared} act={act} />
        </>
      )}
    </>
  )
}

const OPEN_WORDS = { queued: 'Waiting …', running: 'Running …' }

interface MoreProps {
  id: number
  name: string
  declared: boolean
  act: ReturnType<typeof useAction>['act']
}

function MoreActions({ id, name, declared, act }: MoreProps) {
  const router = useRouter()
  const makeCopy = () =>
    act(
      () => copy(id),
      made => {
        notifications.show({ message: 'This is the copy. It is paused until you resume it.' })
        router.push(`/monitors/${made.id}`)
      },
    )
  const askDelete = () =>
    confirmDestroy({
      title: `Delete the monitor “${name}”?`,
      children:
        'Its runs, state changes, deliveries and versions are deleted with it. Nothing is kept.',
      label: 'Delete monitor',
      confirmed: () =>
        act(
          () => remove(id),
          () => {
            notifications.show({ message: `“${name}” was deleted.` })
            router.push('/monitors')
          },
        ),
    })

  return (
    <MoreMenu>
      <Menu.Item leftSection={<IconCopy size={16} stroke={1.8} />} onClick={makeCopy}>
        Copy
      </Menu.Item>
      <Menu.Item
        color="red"
        leftSection={<IconTrash size={16} stroke={1.8} />}
        onClick={askDelete}
        disabled={declared}
      >
        {declared ? 'Delete it in belfry.yaml' : 'Delete …'}
      </Menu.Item>
    </MoreMenu>
  )
}
