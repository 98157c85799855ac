'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { useAction } from '#app/_ui/use-action.ts'
import css from '#app/(signed-in)/settings/_access/access.module.css'
import { takeOut } from '#app/(signed-in)/settings/groups/actions.ts'
import type { MemberView } from '#lib/access/groups/schema.ts'

/** Who is in a group; those whom the provider says stay. */
export function MemberTable({ group, members }: { group: string; members: MemberView[] }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  if (members.length === 0)
    return (
      <p className={css.quiet}>Nobody is in it: only admins see what is limited to it alone.</p>
    )
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Person</th>
          <th aria-label="Actions" />
        </tr>
      </thead>
      <tbody>
        {members.map(({ id, name, email, claimed }) => (
          <tr key={id}>
            <td className={css.name}>
              <span className={css.strong}>{name || email}</span>
              {name && <span className="dim">{email}</span>}
            </td>
            <td className="num">
              {claimed ? (
                <span className="dim">by the provider</span>
              ) : (
                <Button
                  size="compact-xs"
                  disabled={isBusy}
                  aria-label={`Remove ${name || email}`}
                  onClick={() => act(() => takeOut({ name: group, id }), router.refresh)}
                >
                  Remove
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
