import Link from 'next/link'
import { GroupTags } from '#app/_ui/group-tags.tsx'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/dashboards/(list)/list.module.css'
import type { DashboardLine } from '#lib/dashboards/data.ts'

/** Dashboards with how much is on them, and who changed them last. */
export function DashboardTable({ dashboards }: { dashboards: DashboardLine[] }) {
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Dashboard</th>
          <th className="num">Panels</th>
          <th className="num">Changed</th>
          <th>By</th>
        </tr>
      </thead>
      <tbody>
        {dashboards.map(({ id, name, description, groups, declared, panels, ...saved }) => (
          <tr key={id}>
            <td className={css.wide}>
              <div className={css.name}>
                <Link href={`/dashboards/${id}`}>{name}</Link>
                <GroupTags groups={groups} />
                {declared && (
                  <span className={table.tag} title="Declared in belfry.yaml and changed there">
                    belfry.yaml
                  </span>
                )}
                <span className={css.description}>{firstLine(description)}</span>
              </div>
            </td>
            <td className="num" data-label="Panels">
              {panels}
            </td>
            <td className="num">
              <RelativeTime at={saved.updatedAt} />
            </td>
            <td className={css.by}>{saved.savedBy}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Of links their words. */
const firstLine = (markdown: string) =>
  markdown
    .split('\n', 1)[0]
    ?.replace(/^#+ /, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
