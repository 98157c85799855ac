import Link from 'next/link'
import { GroupTags } from '#app/_ui/group-tags.tsx'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { Tag } from '#app/_ui/tag.tsx'
import { took } from '#app/_ui/time.ts'
import { RelativeTime } from '#app/_ui/times.tsx'
import { HealthBadge } from '#app/(signed-in)/sources/health-badge.tsx'
import css from '#app/(signed-in)/sources/sources.module.css'
import type { SourceView } from '#lib/sources/schema.ts'

type Row = Pick<SourceView, 'key' | 'description'> &
  Partial<SourceView> & {
    label: string
    /** how many monitors use it */
    uses: number
  }

/** Sources with how they do. Those of Belfry itself have no settings and no health of their own. */
export function SourceTable({ rows }: { rows: Row[] }) {
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Source</th>
          <th>Kind</th>
          <th>Health</th>
          <th className="num">Last call</th>
          <th className="num">Latency</th>
          <th className="num">Monitors</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <SourceRow key={row.key} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function SourceRow({ row }: { row: Row }) {
  const { key, label, description, health, enabled, groups = [], declared, uses } = row
  return (
    <tr>
      <td className={css.name}>
        <Link href={`/sources/${key}`} className={css.key}>
          {key}
        </Link>
        {declared && <Tag>belfry.yaml</Tag>}
        <GroupTags groups={groups} />
        <span className="dim">{description}</span>
      </td>
      <td className={css.kind}>{label}</td>
      <td className={css.health}>
        {health ? (
          <HealthBadge health={health} enabled={enabled !== false} />
        ) : (
          <span className="dim">always there</span>
        )}
      </td>
      <td className="num dim" data-empty={!health?.lastCallAt}>
        {health?.lastCallAt ? <RelativeTime at={health.lastCallAt} /> : '–'}
      </td>
      <td className="num" data-empty={health?.latencyMs == null}>
        {health?.latencyMs != null ? took(health.latencyMs) : '–'}
      </td>
      <td className="num" data-label="Monitors">
        {uses}
      </td>
    </tr>
  )
}
