import { formatBytes, formatNumber } from '#app/_ui/number.ts'
import table from '#app/_ui/table.module.css'
import type { Storage, TableSize } from '#lib/health/vitals/storage.ts'

interface Props {
  storage: Storage
  /** the largest ones */
  tables: readonly TableSize[]
}

/** How large the database is, how fast it grows, and what takes the room. */
export function Database({ storage, tables }: Props) {
  const { bytes, growth, connections, connectionLimit, partitions } = storage
  const facts = [
    ['Size', formatBytes(bytes)],
    ['Growth a day', growth === null ? 'not known yet' : signedBytes(growth)],
    ['Connections', `${formatNumber(connections)} of ${formatNumber(connectionLimit)}`],
    ['Days of events', formatNumber(partitions)],
  ] as const
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>Of the whole, and of the largest tables</th>
          <th className="num" />
        </tr>
      </thead>
      <tbody>
        {facts.map(([title, value]) => (
          <tr key={title}>
            <td>{title}</td>
            <td className="num">{value}</td>
          </tr>
        ))}
        {tables.map(({ name, bytes }) => (
          <tr key={name}>
            <td className="mono">{name}</td>
            <td className="num">{formatBytes(bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const signedBytes = (bytes: number) => (bytes < 0 ? `−${formatBytes(-bytes)}` : formatBytes(bytes))
