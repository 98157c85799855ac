import Link from 'next/link'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import css from '#app/(signed-in)/settings/_access/access.module.css'
import { limitsInWords } from '#app/(signed-in)/settings/groups/words.ts'
import type { GroupView } from '#lib/access/groups/schema.ts'

/** Groups with how many are in them and what they open. */
export function GroupTable({ groups }: { groups: GroupView[] }) {
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Group</th>
          <th>Used by</th>
          <th className="num">Members</th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ name, description, limits, members }) => (
          <tr key={name}>
            <td className={css.name}>
              <Link href={`/settings/groups/${encodeURIComponent(name)}`} className={css.strong}>
                {name}
              </Link>
              <span className="dim">{description}</span>
            </td>
            <td>{limitsInWords(limits) || <span className="dim">nothing</span>}</td>
            <td className="num" data-label="Members">
              {members}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
