import { formatNumber } from '#app/_ui/number.ts'
import table from '#app/_ui/table.module.css'
import css from '#app/(signed-in)/settings/settings.module.css'
import type { IntakeCount } from '#lib/health/vitals/intake.ts'

/** What came in by each input, and what became of it. */
export function Intake({ counts }: { counts: readonly IntakeCount[] }) {
  if (counts.length === 0) return <p className={css.quiet}>Nothing came in.</p>
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>Input</th>
          <th>What became of it</th>
          <th className="num">Messages</th>
        </tr>
      </thead>
      <tbody>
        {counts.map(({ input, outcome, count }) => (
          <tr key={`${input} ${outcome}`}>
            <td className="mono">{input}</td>
            <td className="mono">{outcome}</td>
            <td className="num">{formatNumber(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
