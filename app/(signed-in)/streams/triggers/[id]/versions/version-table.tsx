import Link from 'next/link'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { ClockTime } from '#app/_ui/times.tsx'
import type { TriggerVersion } from '#lib/streams/triggers/versions/data.ts'

interface Props {
  versions: TriggerVersion[]
  newest: number
  chosen: number | undefined
  hrefOf: (version: number) => string
}

export const VersionTable = ({ versions, newest, chosen, hrefOf }: Props) => (
  <table className={`${table.table} ${stacked.stacked}`}>
    <thead>
      <tr>
        <th>Version</th>
        <th>Saved</th>
        <th>By</th>
      </tr>
    </thead>
    <tbody>
      {versions.map(({ version, savedAt, savedBy }) => (
        <tr key={version} aria-selected={version === chosen}>
          <td>
            <Link href={hrefOf(version)} scroll={false}>
              Version {version}
            </Link>
            {version === newest && <span className="dim"> · opens streams now</span>}
          </td>
          <td className="mono">
            <ClockTime at={savedAt} />
          </td>
          <td>{savedBy}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
