'use client'
import { Switch } from '@mantine/core'
import { useState } from 'react'
import { Chart } from '#app/_ui/chart/chart.tsx'
import { formatNumber } from '#app/_ui/number.ts'
import table from '#app/_ui/table.module.css'
import { AnswerTable } from '#app/(signed-in)/sources/_playground/answer-table.tsx'
import { cellText } from '#app/(signed-in)/sources/_playground/cell.ts'
import css from '#app/(signed-in)/sources/_playground/playground.module.css'
import { type Shape, shapeOf } from '#app/(signed-in)/sources/_playground/shape.ts'
import type { Plain } from '#lib/plugin.ts'

/** An answer as a value, a table or a chart; as JSON for who wants to see it so. */
export function Answer({ result }: { result: Plain }) {
  const [isRaw, setRaw] = useState(false)
  return (
    <div className={css.answer} data-testid="answer">
      {isRaw ? (
        <pre className={css.raw}>{JSON.stringify(result, null, 2)}</pre>
      ) : (
        <Shown shape={shapeOf(result)} />
      )}
      <Switch
        size="xs"
        label="Raw JSON"
        checked={isRaw}
        onChange={event => setRaw(event.currentTarget.checked)}
      />
    </div>
  )
}

function Shown({ shape }: { shape: Shape }) {
  switch (shape.kind) {
    case 'nothing':
      return <p className="dim">The answer is empty: nothing fits.</p>
    case 'value':
      return <p className={css.value}>{valueText(shape.value)}</p>
    case 'record':
      return (
        <table className={table.table}>
          <tbody>
            {shape.entries.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={css.cell}>{cellText(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )
    case 'table':
      return <AnswerTable {...shape} />
    case 'lines':
      return (
        <>
          <Chart series={shape.series} />
          <details>
            <summary>As a table</summary>
            <AnswerTable {...shape} />
          </details>
        </>
      )
  }
}

function valueText(value: null | boolean | number | string): string {
  if (typeof value === 'number') return formatNumber(value)
  return value === null ? 'null: no value' : String(value)
}
