import Link from 'next/link'
import { GroupTags } from '#app/_ui/group-tags.tsx'
import { Sparkline } from '#app/_ui/sparkline.tsx'
import { StateBadge } from '#app/_ui/state.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { RelativeTime, TimeLeft } from '#app/_ui/times.tsx'
import { Value } from '#app/_ui/value.tsx'
import css from '#app/(signed-in)/monitors/(list)/monitor-table.module.css'
import type { Row } from '#app/(signed-in)/monitors/(list)/rows.ts'
import { Words } from '#app/(signed-in)/monitors/(list)/words.tsx'

/** The whole row is the link to its monitor. */
export function MonitorRow({ row }: { row: Row }) {
  const { id, name, state, tags, groups, spark, value, unit, lastRunAt } = row
  return (
    <tr>
      <td className={css.state}>
        <StateBadge state={state} />
      </td>
      <td className={css.monitor}>
        <Link href={`/monitors/${id}`} prefetch={false} className={css.name} data-row>
          {name}
        </Link>
        <Words row={row} />
      </td>
      <td className={css.tags}>
        {tags.map(tag => (
          <Link key={tag} href={`/monitors?tag=${encodeURIComponent(tag)}`} prefetch={false}>
            <Tag>{tag}</Tag>
          </Link>
        ))}
        <GroupTags groups={groups} />
      </td>
      <td className={css.schedule} title={row.cron}>
        {row.schedule}
      </td>
      <td className={css.spark}>
        {spark.length > 1 && (
          <Sparkline
            points={spark}
            state={state}
            label={`Values of ${name} in the last 24 hours`}
          />
        )}
      </td>
      <td className={`${css.value} num`}>
        <Value value={value} unit={unit} />
      </td>
      <td className={`${css.last} num`}>{lastRunAt ? <RelativeTime at={lastRunAt} /> : 'never'}</td>
      <td className={`${css.next} num`}>
        <NextRun row={row} />
      </td>
    </tr>
  )
}

function NextRun({ row: { open, nextRunAt } }: { row: Row }) {
  if (open) return open === 'running' ? 'running' : 'waiting'
  return nextRunAt ? <TimeLeft at={nextRunAt} /> : '–'
}
