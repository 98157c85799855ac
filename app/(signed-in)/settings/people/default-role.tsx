'use client'

import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useAction } from '#app/_ui/use-action.ts'
import { RoleInput } from '#app/(signed-in)/settings/_access/role-input.tsx'
import { chooseDefaultRole } from '#app/(signed-in)/settings/people/actions.ts'
import type { Role } from '#lib/access/rights.ts'

/** The role of whoever comes for the first time. */
export function DefaultRole({ role }: { role: Role }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const choose = (next: string | null) =>
    act(
      () => chooseDefaultRole({ defaultRole: next as Role }),
      () => {
        notifications.show({ message: `Whoever signs in for the first time is ${next} now.` })
        router.refresh()
      },
    )
  return (
    <RoleInput
      label="Whoever signs in for the first time is"
      description="Unless BELFRY_ADMINS, the provider’s groups or an admin before say otherwise."
      maw={420}
      value={role}
      onChange={choose}
      disabled={isBusy}
    />
  )
}
