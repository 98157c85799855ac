'use client'

import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { Panel } from '#app/_ui/panel.tsx'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { useAction } from '#app/_ui/use-action.ts'
import { KeyRow } from '#app/(signed-in)/settings/projects/[id]/key-row.tsx'
import css from '#app/(signed-in)/settings/projects/[id]/project.module.css'
import { addKey } from '#app/(signed-in)/settings/projects/actions.ts'
import type { KeyView } from '#lib/projects/schema.ts'

/** A project's keys: those that work, then the revoked ones. */
export function KeysPanel({ projectId, keys }: { projectId: number; keys: KeyView[] }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const isLive = ({ revokedAt }: KeyView) => revokedAt === null
  const live = keys.filter(isLive)
  const give = () =>
    act(
      () => addKey({ id: projectId }),
      () => {
        router.refresh()
        if (live.length > 0)
          notifications.show({
            message: 'The other keys go on working. Revoke them when all senders have the new one.',
          })
      },
    )

  return (
    <Panel
      flush
      title="Keys"
      actions={
        <Button onClick={give} loading={isBusy}>
          {live.length > 0 ? 'Rotate: give a new pair' : 'Give a pair'}
        </Button>
      }
    >
      {keys.length === 0 ? (
        <p className={css.quiet}>It has none: only what it claims gets in.</p>
      ) : (
        <table className={`${table.table} ${stacked.stacked}`}>
          <thead>
            <tr>
              <th>Public key</th>
              <th>Private key</th>
              <th className="num">Made</th>
              <th className="num">Last used</th>
              <th aria-label="Actions" />
            </tr>
          </thead>
          <tbody>
            {[...live, ...keys.filter(key => !isLive(key))].map(key => (
              <KeyRow key={key.id} projectId={projectId} ownKey={key} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
