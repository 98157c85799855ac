import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { CopyButton } from '#app/_ui/copy-button.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { RelativeTime } from '#app/_ui/times.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { PrivateKey } from '#app/(signed-in)/settings/projects/[id]/private-key.tsx'
import css from '#app/(signed-in)/settings/projects/[id]/project.module.css'
import { endKey } from '#app/(signed-in)/settings/projects/actions.ts'
import type { KeyView } from '#lib/projects/schema.ts'

interface Props {
  projectId: number
  ownKey: KeyView
}

export function KeyRow({ projectId, ownKey }: Props) {
  const { id, publicKey, declared, createdAt, revokedAt, lastUsedAt } = ownKey
  return (
    <tr className={css.keyRow} data-revoked={revokedAt !== null}>
      <td>
        <span className={css.publicKey}>
          <code className="mono">{publicKey}</code>
          {revokedAt === null && <CopyButton text={publicKey} label="Copy the public key" />}
          {declared && <Tag>belfry.yaml</Tag>}
        </span>
      </td>
      <td data-empty={revokedAt !== null}>
        {revokedAt === null && <PrivateKey projectId={projectId} keyId={id} />}
      </td>
      <td className="num dim" data-label="Made">
        <RelativeTime at={createdAt} />
      </td>
      <td className="num" data-label="Last used">
        {lastUsedAt ? <RelativeTime at={lastUsedAt} /> : <span className="dim">never</span>}
      </td>
      <td className="num">
        {revokedAt !== null ? (
          <span className="dim">
            revoked <RelativeTime at={revokedAt} />
          </span>
        ) : (
          !declared && <Revoke projectId={projectId} ownKey={ownKey} />
        )}
      </td>
    </tr>
  )
}

function Revoke({ projectId, ownKey: { id, publicKey, lastUsedAt } }: Props) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const ask = () =>
    confirmDestroy({
      title: `Revoke the key ${publicKey.slice(0, 8)}…?`,
      children: (
        <>
          Whatever is sent with it is refused from now on. It was{' '}
          {lastUsedAt ? (
            <>
              last used <RelativeTime at={lastUsedAt} />
            </>
          ) : (
            'never used'
          )}
          . This cannot be undone.
        </>
      ),
      label: 'Revoke key',
      confirmed: () => act(() => endKey({ id: projectId, keyId: id }), router.refresh),
    })
  return (
    <Button size="compact-xs" onClick={ask} loading={isBusy}>
      Revoke
    </Button>
  )
}
