import table from '#app/_ui/table.module.css'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/events/[id]/_detail/detail.module.css'
import { lasted } from '#app/(signed-in)/events/[id]/_tree/lasted.ts'
import type { Row } from '#app/(signed-in)/events/[id]/_tree/rows.ts'

const SHOWN = 50

/** Where the time went: how many there were of each type, and how long they took together. */
export function ByType({ rows }: { rows: readonly Row[] }) {
  const types = [...Map.groupBy(rows, ({ node }) => node.type)]
    .filter(([type]) => type !== '')
    .map(([type, of]) => ({
      ...{ type, count: of.length },
      totalMs: of.reduce((sum, { node }) => sum + node.end - node.start, 0),
      failed: of.filter(({ node }) => node.failure !== null).length,
    }))
    .sort((a, b) => b.totalMs - a.totalMs)
    .slice(0, SHOWN)
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>Type</th>
          <th className="num">Count</th>
          <th className="num">Failed</th>
          <th className="num">Together</th>
        </tr>
      </thead>
      <tbody>
        {types.map(({ type, count, failed, totalMs }) => (
          <tr key={type}>
            <td className={css.type}>{visible(type)}</td>
            <td className="num">{count.toLocaleString('en-US')}</td>
            <td className="num">{failed > 0 && <b className={css.failed}>{failed}</b>}</td>
            <td className="num">{lasted(totalMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
