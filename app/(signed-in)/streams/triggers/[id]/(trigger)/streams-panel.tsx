import Link from 'next/link'
import { Panel } from '#app/_ui/panel.tsx'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { GroupCount } from '#app/(signed-in)/streams/triggers/group-count.tsx'
import { STATE_GROUPS } from '#lib/streams/states.ts'
import type { Trigger } from '#lib/streams/triggers/data.ts'

/** How many streams it has, by what they wait for. */
export const StreamsPanel = ({ trigger: { id, streams } }: { trigger: Trigger }) => (
  <Panel
    flush
    title="Its streams"
    actions={<Link href={`/streams?trigger=${id}`}>All of them</Link>}
  >
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          {STATE_GROUPS.map(({ key, label }) => (
            <th key={key} className="num">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          {STATE_GROUPS.map(group => (
            <GroupCount key={group.key} trigger={id} group={group} streams={streams} />
          ))}
        </tr>
      </tbody>
    </table>
  </Panel>
)
