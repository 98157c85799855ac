'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { removeGroup } from '#app/(signed-in)/settings/groups/actions.ts'
import type { GroupView } from '#lib/access/groups/schema.ts'

/** Deletes a group after a question; the server refuses while something is limited to it. */
export function GroupMenu({ group: { name, members } }: { group: GroupView }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const ask = () =>
    confirmDestroy({
      title: `Delete the group ${name}?`,
      children: `${members === 1 ? '1 person is' : `${members} people are`} in it; they stay, out of it.`,
      label: 'Delete group',
      confirmed: () =>
        act(
          () => removeGroup({ name }),
          () => router.push('/settings/groups'),
        ),
    })
  return (
    <Button onClick={ask} loading={isBusy}>
      Delete
    </Button>
  )
}
