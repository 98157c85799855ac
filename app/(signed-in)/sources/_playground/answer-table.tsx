import table from '#app/_ui/table.module.css'
import { cellText } from '#app/(signed-in)/sources/_playground/cell.ts'
import css from '#app/(signed-in)/sources/_playground/playground.module.css'
import type { Plain } from '#lib/plugin.ts'

interface Props {
  columns: string[]
  rows: Record<string, Plain>[]
  total: number
}

/** Rows with one column for each key that any of them has. */
export function AnswerTable({ columns, rows, total }: Props) {
  const isNumber = (column: string) =>
    rows.every(row => typeof row[column] === 'number' || row[column] == null)
  const classes = new Map(columns.map(column => [column, isNumber(column) ? 'num' : css.cell]))

  return (
    <div className={css.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column} className={classes.get(column)}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of an answer have an order and nothing else
            <tr key={index}>
              {columns.map(column => (
                <td key={column} className={classes.get(column)}>
                  {cellText(row[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {total > rows.length && (
        <p className="dim">
          The first {rows.length} of {total} rows.
        </p>
      )}
    </div>
  )
}
