import { formatNumber, withUnit } from '#app/_ui/number.ts'
import table from '#app/_ui/table.module.css'
import css from '#app/(signed-in)/monitors/[id]/runs/[runId]/run.module.css'
import type { Run } from '#lib/monitors/history/data.ts'

/** The value and what was recorded beside it, in full. */
export function Values({ run: { value, series }, unit }: { run: Run; unit: string }) {
  const isObject = typeof value === 'object' && value !== null
  return (
    <table className={`${table.table} ${css.values}`}>
      <thead>
        <tr>
          <th>Name</th>
          <th className="num">Number</th>
          <th className="num">In full</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {!isObject && (
          <tr>
            <td>{typeof value === 'number' ? 'value' : 'returned'}</td>
            <td className="num mono">
              {typeof value === 'number' ? withUnit(value, unit) : (value?.toString() ?? 'nothing')}
            </td>
            <td className="num mono dim">{typeof value === 'number' && String(value)}</td>
            <td />
          </tr>
        )}
        {Object.entries(series).map(([name, number]) => (
          <tr key={name}>
            <td>{name}</td>
            <td className="num mono">{formatNumber(number)}</td>
            <td className="num mono dim">{String(number)}</td>
            <td />
          </tr>
        ))}
      </tbody>
    </table>
  )
}
