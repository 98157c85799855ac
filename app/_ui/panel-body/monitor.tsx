'use client'

import { Chart } from '#app/_ui/chart/chart.tsx'
import type { Mark } from '#app/_ui/chart/states.ts'
import css from '#app/_ui/panel-body/panel-body.module.css'
import type { DrawnLines } from '#lib/charts/drawn.ts'
import type { PanelOf } from '#lib/charts/panel.ts'
import type { Band, Series } from '#lib/monitors/series/points.ts'

/** In one line below the plot. */
export const LEGEND_PX = 24

interface Props {
  panel: PanelOf<'monitor'>
  drawn: DrawnLines
  height: number
  onZoom?: ((from: number, to: number) => void) | undefined
}

/** The values of a monitor, with its states behind them. */
export function MonitorBody({ panel, drawn, height, onZoom }: Props) {
  return (
    <div className={css.chart} style={{ height }}>
      <Chart
        series={seriesOf(panel, drawn)}
        unit={drawn.unit}
        bands={drawn.bands}
        marks={marksOf(drawn.bands)}
        height={height - LEGEND_PX}
        onZoom={onZoom}
      />
    </div>
  )
}

/** The line that is called as the monitor is its value; what it records beside has an axis of its own. */
const seriesOf = (
  { monitor }: PanelOf<'monitor'>,
  { from, to, times, lines, leftOut }: DrawnLines,
): Series => ({
  ...{ from, to, times, leftOut, bucketMs: null },
  columns: lines.map(({ name, values }) => ({
    ...{ name: name === monitor ? 'value' : name, values, range: null },
  })),
})

/** A state changed where one band follows another. */
const marksOf = (bands: readonly Band[]): Mark[] =>
  bands.slice(1).map(({ state, from }) => ({ at: new Date(from), to: state }))
