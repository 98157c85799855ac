import Link from 'next/link'
import { Sparkline } from '#app/_ui/sparkline.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import css from '#app/(signed-in)/streams/triggers/(list)/list.module.css'
import type { Row } from '#app/(signed-in)/streams/triggers/(list)/rows.ts'
import { GroupCount } from '#app/(signed-in)/streams/triggers/group-count.tsx'
import { TriggerSwitch } from '#app/(signed-in)/streams/triggers/trigger-switch.tsx'
import { STATE_GROUPS } from '#lib/streams/states.ts'

export function TriggerRow({ row, isOfSeveral }: { row: Row; isOfSeveral: boolean }) {
  const { id, name, project, description, enabled, streams, activity } = row
  return (
    <tr>
      <td className={css.wide}>
        <div className={css.name}>
          <Link href={`/streams/triggers/${id}`}>{name}</Link>
          {isOfSeveral && <Tag>{project}</Tag>}
          <span className={css.description}>
            {description.split('\n', 1)[0] || pipelinesOf(row)}
          </span>
        </div>
      </td>
      {STATE_GROUPS.map(group => (
        <GroupCount key={group.key} trigger={id} group={group} streams={streams} />
      ))}
      <td className="num" data-label="Opened">
        <span className={css.opened}>
          {sum(activity.opened)}
          {activity.opened.some(count => count > 0) && (
            <Sparkline
              points={activity.opened.map((count, i) => [i / (activity.opened.length - 1), count])}
              state="OK"
              label={`Streams that ${name} opened, by the hour`}
            />
          )}
        </span>
      </td>
      <td className="num" data-label="Fired">
        {sum(activity.fired)}
      </td>
      <td className="num" data-label="Expired">
        {sum(activity.expired)}
      </td>
      <td>
        <TriggerSwitch id={id} name={name} enabled={enabled} />
      </td>
    </tr>
  )
}

const pipelinesOf = ({ firePipeline, expirePipeline }: Row) =>
  [firePipeline && `complete: ${firePipeline}`, expirePipeline && `expired: ${expirePipeline}`]
    .filter(Boolean)
    .join(' · ')

const sum = (counts: readonly number[]) =>
  counts.reduce((all, count) => all + count, 0).toLocaleString('en')
