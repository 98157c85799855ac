import uPlot from 'uplot'
import { timeAxis, valueAxis } from '#app/_ui/chart/axes.ts'
import { faded, seriesColor } from '#app/_ui/chart/colors.ts'
import { MARKS_HEIGHT, type States, statesPlugin } from '#app/_ui/chart/states.ts'
import type { Place } from '#app/_ui/chart/use-uplot.ts'
import type { Column } from '#lib/monitors/series/points.ts'

/** Lines that share the left axis with the unit, and those of the right one. */
export type Scale = 'y' | 'other'

export interface Line {
  column: Column
  scale: Scale
  shown: boolean
}

export interface Drawing {
  lines: Line[]
  times: number[]
  from: number
  to: number
}

interface Surroundings extends Place {
  unit: string
  drawing: () => Drawing
  states: () => States
  hovered: (index: number | null) => void
  zoomed: (from: number, to: number) => void
}

/** All that uPlot needs to know besides the data. */
export function chartOptions(around: Surroundings): uPlot.Options {
  const { color, zone, unit, width, height, drawing } = around
  const look = {
    text: color('--dim'),
    grid: color('--line-soft'),
    font: '11px "Inter Variable", system-ui, sans-serif',
  }
  const { lines } = drawing()
  const drawn = lines.flatMap((line, i) => seriesOf(line, color(seriesColor(i))))
  return {
    width,
    height,
    ms: 1,
    tzDate: at => new Date(at),
    padding: [MARKS_HEIGHT + 4, 16, 0, 0],
    legend: { show: false },
    scales: {
      // The whole range is shown, also where nothing came.
      x: { time: true, range: () => [drawing().from, drawing().to] },
      y: { range: valueRange },
      other: { range: valueRange },
    },
    axes: [
      timeAxis(zone, look),
      valueAxis(unit, look, 'y', 'left'),
      ...(lines.some(line => line.scale === 'other' && line.shown)
        ? [valueAxis('', look, 'other', 'right')]
        : []),
    ],
    series: [{}, ...drawn],
    bands: rangeBands(lines, color),
    cursor: { drag: { x: true, y: false, setScale: false }, y: false, points: { size: 7 } },
    plugins: [statesPlugin(around.states, color)],
    hooks: {
      setCursor: [plot => around.hovered(plot.cursor.idx ?? null)],
      setSelect: [plot => zoom(plot, around.zoomed)],
    },
  }
}

/** From zero when that costs less than half of the height. */
export function valueRange(
  _: uPlot,
  least: number | null,
  greatest: number | null,
): uPlot.Range.MinMax {
  if (least === null || greatest === null) return [null, null]
  if (least === 0 && greatest === 0) return [0, 1]
  const padded = uPlot.rangeNum(least, greatest, 0.1, true)
  return least >= 0 && least < greatest / 2 ? [0, padded[1]] : padded
}

/** The columns in uPlot's order: each line, and after it the edges of its range. */
export function chartData({ times, lines }: Drawing): uPlot.AlignedData {
  return [
    times,
    ...lines.flatMap(({ column: { values, range } }) =>
      range ? [values, range.low, range.high] : [values],
    ),
  ]
}

function seriesOf({ column, scale, shown }: Line, color: string): uPlot.Series[] {
  const line = { show: shown, scale, stroke: color, width: 1.5, points: { size: 4, fill: color } }
  const edge = { show: shown, scale, stroke: 'transparent', width: 0, points: { show: false } }
  return column.range ? [line, edge, edge] : [line]
}

/** From the least to the greatest value of each bucket, behind its mean. */
function rangeBands(lines: Line[], color: (property: string) => string): uPlot.Band[] {
  const bands: uPlot.Band[] = []
  let index = 1
  for (const [i, { column }] of lines.entries()) {
    if (column.range)
      bands.push({ series: [index + 2, index + 1], fill: faded(color(seriesColor(i)), 0.18) })
    index += column.range ? 3 : 1
  }
  return bands
}

/** What was dragged over, and nothing stays marked. */
export function zoom(plot: uPlot, zoomed: (from: number, to: number) => void) {
  const { left, width } = plot.select
  if (width < 4) return
  const from = plot.posToVal(left, 'x')
  const to = plot.posToVal(left + width, 'x')
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  zoomed(Math.round(from), Math.round(to))
}
