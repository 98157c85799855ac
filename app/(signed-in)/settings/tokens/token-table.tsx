'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { Tag } from '#app/_ui/tag.tsx'
import { RelativeTime } from '#app/_ui/times.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import css from '#app/(signed-in)/settings/_access/access.module.css'
import { endToken } from '#app/(signed-in)/settings/tokens/actions.ts'
import type { TokenView } from '#lib/access/tokens/schema.ts'

/** Tokens with what they may do, and when and from where they were used. */
export function TokenTable({ tokens }: { tokens: TokenView[] }) {
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Token</th>
          <th>May</th>
          <th>Made</th>
          <th className="num">Last used</th>
          <th className="num">Good until</th>
          <th aria-label="Actions" />
        </tr>
      </thead>
      <tbody>
        {tokens.map(token => (
          <TokenRow key={token.id} token={token} />
        ))}
      </tbody>
    </table>
  )
}

function TokenRow({ token }: { token: TokenView }) {
  const { name, start, role, scope, groups, createdBy, createdAt, expiresAt, revokedAt } = token
  return (
    <tr className={revokedAt ? css.off : undefined}>
      <td className={css.name}>
        <span className={css.strong}>{name}</span>
        <code className="mono dim">{start}…</code>
      </td>
      <td>
        <span className={css.tags}>
          {role}
          {scope.length > 0 && (
            <span className="dim" title={scope.join(', ')}>
              {scope.length > 2 ? `only ${scope.length} rights` : `only ${scope.join(', ')}`}
            </span>
          )}
          {groups.map(group => (
            <Tag key={group}>{group}</Tag>
          ))}
        </span>
      </td>
      <td className="dim" data-label="Made">
        <RelativeTime at={createdAt} /> by {createdBy}
      </td>
      <td className="num" data-label="Last used">
        <LastUse token={token} />
      </td>
      <td className="num" data-label="Good until">
        {expiresAt ? <Ends at={expiresAt} /> : <span className="dim">for ever</span>}
      </td>
      <td className="num">
        {revokedAt ? (
          <span className="dim">
            revoked <RelativeTime at={revokedAt} />
          </span>
        ) : (
          <Revoke token={token} />
        )}
      </td>
    </tr>
  )
}

function LastUse({ token: { lastUsedAt, lastUsedFrom } }: { token: TokenView }) {
  if (!lastUsedAt) return <span className="dim">never</span>
  return (
    <>
      <RelativeTime at={lastUsedAt} /> <span className="dim">from {lastUsedFrom}</span>
    </>
  )
}

function Ends({ at }: { at: string }) {
  const isOver = new Date(at) <= new Date()
  return (
    <span className={isOver ? css.over : undefined}>
      {isOver && 'expired '}
      <RelativeTime at={at} />
    </span>
  )
}

function Revoke({ token }: { token: TokenView }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const ask = () =>
    confirmDestroy({
      title: `Revoke the token ${token.name}?`,
      children: (
        <>
          Whatever uses it is refused from now on, and what it has open ends; so are the tokens that
          were made with it. It was {token.lastUsedAt ? 'last used ' : ''}
          <LastUse token={token} />
          {token.lastUsedAt ? '' : ' used'}. This cannot be undone.
        </>
      ),
      label: 'Revoke token',
      confirmed: () => act(() => endToken({ id: token.id }), router.refresh),
    })
  return (
    <Button size="compact-xs" onClick={ask} loading={isBusy} aria-label={`Revoke ${token.name}`}>
      Revoke
    </Button>
  )
}
