import Link from 'next/link'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { ClockTime } from '#app/_ui/times.tsx'
import type { VersionLine } from '#lib/dashboards/data.ts'
import type { DashboardField } from '#lib/dashboards/definition.ts'

const WORDS: Record<DashboardField, string> = {
  ...{ name: 'name', description: 'description', range: 'time shown at first', panels: 'panels' },
  groups: 'who may see it',
}

interface Props {
  versions: VersionLine[]
  newest: number
  chosen: number | undefined
  hrefOf: (version: number) => string
}

export function VersionTable({ versions, newest, chosen, hrefOf }: Props) {
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Version</th>
          <th>Saved</th>
          <th>By</th>
          <th>Changed</th>
        </tr>
      </thead>
      <tbody>
        {versions.map(({ version, savedAt, savedBy, changed }) => (
          <tr key={version} aria-selected={version === chosen}>
            <td>
              <Link href={hrefOf(version)} scroll={false}>
                Version {version}
              </Link>
              {version === newest && <span className="dim"> · shown now</span>}
            </td>
            <td className="mono">
              <ClockTime at={savedAt} />
            </td>
            <td>{savedBy}</td>
            <td>{version === 1 ? 'created' : changed.map(field => WORDS[field]).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
