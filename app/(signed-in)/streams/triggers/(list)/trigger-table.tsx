import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import type { Row } from '#app/(signed-in)/streams/triggers/(list)/rows.ts'
import { TriggerRow } from '#app/(signed-in)/streams/triggers/(list)/trigger-row.tsx'
import { STATE_GROUPS } from '#lib/streams/states.ts'

/** Triggers with their streams by state, and what they did in the last day. */
export function TriggerTable({ rows }: { rows: Row[] }) {
  const isOfSeveral = new Set(rows.map(({ project }) => project)).size > 1
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Trigger</th>
          {STATE_GROUPS.map(({ key, label }) => (
            <th key={key} className="num">
              {label}
            </th>
          ))}
          <th className="num">Opened in 24 h</th>
          <th className="num">Fired</th>
          <th className="num">Expired</th>
          <th>On</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <TriggerRow key={row.id} row={row} isOfSeveral={isOfSeveral} />
        ))}
      </tbody>
    </table>
  )
}
