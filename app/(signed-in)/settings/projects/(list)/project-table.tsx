import Link from 'next/link'
import { GroupTags } from '#app/_ui/group-tags.tsx'
import { formatNumber } from '#app/_ui/number.ts'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { Tag } from '#app/_ui/tag.tsx'
import { RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/settings/projects/projects.module.css'
import type { Flow } from '#lib/projects/intake/data.ts'
import type { ProjectView } from '#lib/projects/schema.ts'

interface Row {
  project: ProjectView
  /** undefined when nothing came for a day */
  flow: Flow | undefined
}

/** Projects with what comes in for them. */
export function ProjectTable({ rows }: { rows: Row[] }) {
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Project</th>
          <th className="num">Number</th>
          <th className="num">Comes in</th>
          <th className="num">Dropped, last hour</th>
          <th className="num">Last</th>
          <th className="num">Keys</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <ProjectRow key={row.project.id} {...row} />
        ))}
      </tbody>
    </table>
  )
}

function ProjectRow({ project, flow }: Row) {
  const { id, name, description, declared, groups, keys } = project
  const dropped = flow?.dropped ?? 0
  return (
    <tr>
      <td className={css.name}>
        <Link href={`/settings/projects/${id}`} className={css.key}>
          {name}
        </Link>
        {declared && <Tag>belfry.yaml</Tag>}
        <GroupTags groups={groups} />
        <span className="dim">{description}</span>
      </td>
      <td className="num dim" data-label="Number">
        {id}
      </td>
      <td className="num" data-empty={!flow}>
        {flow ? `${formatNumber(flow.perSecond)}/s` : <span className="dim">nothing</span>}
      </td>
      <td className={`num ${css.dropped}`} data-some={dropped > 0} data-label="Dropped">
        {dropped > 0 ? formatNumber(dropped) : '–'}
      </td>
      <td className="num dim" data-empty={!flow?.lastAt}>
        {flow?.lastAt ? <RelativeTime at={flow.lastAt} /> : '–'}
      </td>
      <td className="num" data-label="Keys">
        {keys.filter(({ revokedAt }) => revokedAt === null).length}
      </td>
    </tr>
  )
}
