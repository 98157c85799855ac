'use client'

import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCopy, IconDownload, IconHistory, IconTrash } from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { MoreMenu } from '#app/_ui/more-menu.tsx'
import { withQuery } from '#app/_ui/query.ts'
import { useAction } from '#app/_ui/use-action.ts'
import { usePageKeys } from '#app/_ui/use-page-keys.ts'
import { copy, remove } from '#app/(signed-in)/dashboards/actions.ts'

interface Props {
  id: number
  name: string
  /** belongs to belfry.yaml */
  declared: boolean
}

/** What can be done with a dashboard; F shows it on the whole screen, E edits it. */
export function DashboardActions({ id, name, declared }: Props) {
  const router = useRouter()
  const mayWrite = useMay()('dashboards:write')
  const fill = useFullScreen()
  const edit = `/dashboards/${id}/edit`
  usePageKeys([
    ['f', fill],
    ['e', () => mayWrite && !declared && router.push(edit)],
  ])
  return (
    <>
      <Button onClick={fill} rightSection={<KeyHint>F</KeyHint>}>
        Full screen
      </Button>
      {mayWrite && declared && (
        <Button disabled title="It is declared in belfry.yaml and changed there">
          Edit
        </Button>
      )}
      {mayWrite && !declared && (
        <ButtonLink href={edit} variant="filled" rightSection={<KeyHint>E</KeyHint>}>
          Edit
        </ButtonLink>
      )}
      <MoreActions id={id} name={name} declared={declared} mayWrite={mayWrite} />
    </>
  )
}

/** The panels alone; on the whole screen where the browser lets a page have it. */
function useFullScreen() {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  return () => {
    void document.documentElement.requestFullscreen?.().catch(() => {})
    router.push(withQuery(path, query, { wall: '1' }))
  }
}

function MoreActions({ id, name, declared, mayWrite }: Props & { mayWrite: boolean }) {
  const router = useRouter()
  const { act } = useAction()
  const makeCopy = () =>
    act(
      () => copy(id),
      made => {
        notifications.show({ message: 'This is the copy.' })
        router.push(`/dashboards/${made.id}`)
      },
    )
  const askDelete = () =>
    confirmDestroy({
      title: `Delete the dashboard “${name}”?`,
      children:
        'Nobody sees it any more. What it shows is kept: metrics, monitors and errors stay as they are.',
      label: 'Delete dashboard',
      confirmed: () =>
        act(
          () => remove(id),
          () => {
            notifications.show({ message: `“${name}” was deleted.` })
            router.push('/dashboards')
          },
        ),
    })

  return (
    <MoreMenu>
      <Menu.Item
        component={Link}
        href={`/dashboards/${id}/versions`}
        leftSection={<IconHistory size={16} stroke={1.8} />}
      >
        Versions
      </Menu.Item>
      <Menu.Item
        component="a"
        href={`/api/dashboards/${id}/export`}
        download
        leftSection={<IconDownload size={16} stroke={1.8} />}
      >
        Export as YAML
      </Menu.Item>
      {mayWrite && (
        <>
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
        </>
      )}
    </MoreMenu>
  )
}
