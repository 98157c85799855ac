import Link from 'next/link'
import css from '#app/(signed-in)/streams/triggers/group-count.module.css'
import type { StateGroup, StreamCounts } from '#lib/streams/states.ts'

interface Props {
  trigger: number
  group: StateGroup
  streams: StreamCounts
}

/** How many streams of a trigger are in one of these states: a cell that leads to them. */
export function GroupCount({ trigger, group: { key, label, states }, streams }: Props) {
  const count = states.reduce((all, state) => all + streams[state], 0)
  return (
    <td className="num" data-label={label} data-empty={count === 0}>
      {count === 0 ? (
        <span className="dim">–</span>
      ) : (
        <Link
          href={`/streams?trigger=${trigger}&state=${key}`}
          className={css.count}
          data-group={key}
        >
          {count.toLocaleString('en')}
        </Link>
      )}
    </td>
  )
}
