'use client'

import { Button } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import type { ActionResult } from '#app/_server/action.ts'
import { useAction } from '#app/_ui/use-action.ts'

interface Props {
  id: number
  name: string
  version: number
  restore(version: { id: number; version: number }): Promise<ActionResult<unknown>>
  /** what becomes of it, beside that it is a new version */
  note: string
  /** the page to see it on */
  href: string
}

/** Makes this version the newest one, after asking. */
export function RestoreVersion({ id, name, version, restore, note, href }: Props) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const bringBack = () =>
    act(
      () => restore({ id, version }),
      () => {
        notifications.show({ message: `“${name}” is as in version ${version} again.` })
        router.push(href)
      },
    )
  const ask = () =>
    modals.openConfirmModal({
      title: `Restore version ${version} of “${name}”?`,
      children: `It is saved as a new version; the others stay${note}`,
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
