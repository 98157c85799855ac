import type { ReactNode } from 'react'
import { withUnit } from '#app/_ui/number.ts'
import { Panel } from '#app/_ui/panel.tsx'
import { lineColor } from '#app/_ui/plot/colors.ts'
import { tracesOf } from '#app/_ui/plot/traces.ts'
import css from '#app/(signed-in)/explore/_chart/chart.module.css'
import { statisticsOf } from '#app/(signed-in)/explore/_chart/statistics.ts'
import type { DrawnLines } from '#lib/charts/drawn.ts'

const COLUMNS = [
  ['Last', 'last'],
  ['Least', 'least'],
  ['Mean', 'mean'],
  ['Greatest', 'greatest'],
] as const

interface Props {
  drawn: DrawnLines
  unit: string
  csv: ReactNode
}

/** The lines of a chart in numbers: of their points, in the time shown. */
export function LinesTable({ drawn, unit, csv }: Props) {
  const look = { style: 'line', interpolation: 'linear', hidden: new Set<string>() } as const
  return (
    <Panel title="In numbers" actions={csv} flush>
      <table className={css.table}>
        <thead>
          <tr>
            <th>Line</th>
            {COLUMNS.map(([label]) => (
              <th key={label} className="num">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tracesOf(drawn, look).map(({ line, place }) => {
            const statistics = statisticsOf(line)
            return (
              <tr key={`${line.name} ${line.isBefore}`}>
                <td className={css.name} title={line.name}>
                  <span
                    className={css.swatch}
                    style={{ background: `var(${lineColor(place)})` }}
                    data-before={line.isBefore || undefined}
                  />
                  {line.name}
                  {line.isBefore && <span className="dim"> before</span>}
                </td>
                {COLUMNS.map(([label, key]) => (
                  <td key={label} className="num">
                    {statistics ? withUnit(statistics[key], unit) : '–'}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Panel>
  )
}
