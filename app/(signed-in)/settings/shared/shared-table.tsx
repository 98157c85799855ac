'use client'

import { titleOf } from '#app/_ui/panel-body/title.ts'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/settings/_access/access.module.css'
import { SharedActions } from '#app/(signed-in)/settings/shared/shared-actions.tsx'
import type { PanelKind } from '#lib/charts/panel.ts'
import type { SharedView } from '#lib/charts/shared/schema.ts'

/** Shared charts with who shares them, until when, and when they were looked at. */
export function SharedTable({ charts }: { charts: SharedView[] }) {
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Chart</th>
          <th>Shows</th>
          <th>Shared</th>
          <th className="num">Last seen</th>
          <th className="num">Until</th>
          <th aria-label="Actions" />
        </tr>
      </thead>
      <tbody>
        {charts.map(chart => (
          <SharedRow key={chart.id} chart={chart} />
        ))}
      </tbody>
    </table>
  )
}

const WORDS: Record<PanelKind, string> = {
  ...{ metrics: 'metrics', table: 'a table', number: 'a number', monitor: 'a monitor' },
  ...{ monitors: 'states', errors: 'errors', text: 'text' },
}

function SharedRow({ chart }: { chart: SharedView }) {
  const { name, panel, range, state, page, sharedBy, sharedAt, lastSeenAt } = chart
  return (
    <tr className={state === 'shown' ? undefined : css.off}>
      <td className={css.name}>
        {state === 'shown' ? (
          <a href={page} target="_blank" rel="noreferrer" className={css.strong}>
            {nameOf(chart)}
          </a>
        ) : (
          <span className={css.strong}>{nameOf(chart)}</span>
        )}
        {name && titleOf(panel) !== name && <span className="dim">{titleOf(panel)}</span>}
      </td>
      <td className="dim">
        {WORDS[panel.kind]}, last {range}
      </td>
      <td className="dim" data-label="Shared">
        <RelativeTime at={sharedAt} /> by {sharedBy}
      </td>
      <td className="num" data-label="Last seen">
        {lastSeenAt ? <RelativeTime at={lastSeenAt} /> : <span className="dim">never</span>}
      </td>
      <td className="num" data-label="Until">
        <Until chart={chart} />
      </td>
      <td className="num">
        {state !== 'revoked' && <SharedActions chart={chart} name={nameOf(chart)} />}
      </td>
    </tr>
  )
}

const nameOf = ({ name, panel }: SharedView) => name || titleOf(panel) || 'A text'

function Until({ chart: { state, expiresAt, revokedAt } }: { chart: SharedView }) {
  if (revokedAt)
    return (
      <span className="dim">
        revoked <RelativeTime at={revokedAt} />
      </span>
    )
  if (state === 'withheld')
    return (
      <span
        className={css.over}
        title="What it shows is gone, or is open to others than when it was shared. Share it anew, or revoke it."
      >
        not shown
      </span>
    )
  if (!expiresAt) return <span className="dim">for ever</span>
  return (
    <span className={state === 'expired' ? css.over : undefined}>
      {state === 'expired' && 'expired '}
      <RelativeTime at={expiresAt} />
    </span>
  )
}
