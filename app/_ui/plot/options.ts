import uPlot from 'uplot'
import { timeAxis, valueAxis } from '#app/_ui/chart/axes.ts'
import { faded } from '#app/_ui/chart/colors.ts'
import { valueRange, zoom } from '#app/_ui/chart/options.ts'
import type { Place } from '#app/_ui/chart/use-uplot.ts'
import { isColoredAgain, lineColor } from '#app/_ui/plot/colors.ts'
import { bucketOf, type Trace, traceAt } from '#app/_ui/plot/traces.ts'
import type { Interpolation, Style } from '#lib/charts/panel.ts'

const TOP_PX = 8
const DASHES = [4, 4]

export interface Drawing {
  /** where the figure begins and ends; unix milliseconds */
  from: number
  to: number
  times: number[]
  traces: Trace[]
}

/** What the pointer is on. */
export interface Spot {
  index: number
  trace: Trace | null
  /** in the figure, in pixels */
  left: number
}

interface Surroundings extends Place {
  style: Style
  interpolation: Interpolation
  unit: string
  drawing: () => Drawing
  pointed: (spot: Spot | null) => void
  zoomed: ((from: number, to: number) => void) | null
}

export function plotOptions(around: Surroundings): uPlot.Options {
  const { color, zone, unit, width, height, style, drawing } = around
  const look = {
    text: color('--dim'),
    grid: color('--line-soft'),
    font: '11px "Inter Variable", system-ui, sans-serif',
  }
  return {
    ...{ width, height },
    ms: 1,
    tzDate: at => new Date(at),
    padding: [TOP_PX, 16, 0, 0],
    legend: { show: false },
    scales: {
      // The whole range is shown, also where nothing came.
      x: { time: true, range: () => [drawing().from, drawing().to] },
      y: { range: style === 'line' || style === 'scatter' ? valueRange : fromZero },
    },
    axes: [timeAxis(zone, look), valueAxis(unit, look, 'y', 'left')],
    series: [{}, ...inDrawingOrder(drawing().traces).map(trace => seriesOf(trace, around))],
    cursor: {
      drag: { x: around.zoomed !== null, y: false, setScale: false },
      y: false,
      points: { size: 7, show: style !== 'bar' },
    },
    hooks: {
      setCursor: [plot => around.pointed(spotOf(plot, style, drawing()))],
      setSelect: [plot => around.zoomed && zoom(plot, around.zoomed)],
    },
  }
}

/** The columns in uPlot's order. */
export const plotData = ({ times, traces }: Drawing): uPlot.AlignedData => [
  times,
  ...inDrawingOrder(traces).map(({ heights }) => heights),
]

/** The highest of a stack first, so that what lies below covers it; what was before behind lines, but not behind areas. */
function inDrawingOrder(traces: readonly Trace[]): Trace[] {
  const before = traces.filter(({ line }) => line.isBefore)
  const now = traces.filter(({ line }) => !line.isBefore).toReversed()
  return now.some(({ isStacked }) => isStacked) ? [...now, ...before] : [...before, ...now]
}

function seriesOf(trace: Trace, { style, interpolation, color }: Surroundings): uPlot.Series {
  const { line, place, isShown, isStacked } = trace
  const stroke = color(lineColor(place))
  const base = { show: isShown, scale: 'y', stroke, width: 1.5 }
  if (line.isBefore)
    return { ...base, stroke: faded(stroke, 0.7), dash: DASHES, points: { show: false } }
  if (style === 'scatter')
    return { ...base, paths: () => null, points: { show: true, size: 5, fill: stroke } }
  if (style === 'bar')
    return { ...base, width: 0, fill: stroke, paths: bars(), points: { show: false } }
  return {
    ...base,
    paths: pathsOf(interpolation),
    points: { size: 4, fill: stroke },
    ...(isColoredAgain(place) && { dash: [2, 2] }),
    ...(isStacked && { fill: blended(stroke, color('--surface')) }),
    ...(style === 'area' && { fill: faded(stroke, 0.16) }),
  }
}

const bars = () => uPlot.paths.bars?.({ size: [1], align: 1, gap: 1 })

function pathsOf(interpolation: Interpolation): uPlot.Series.PathBuilder | undefined {
  if (interpolation === 'step-after') return uPlot.paths.stepped?.({ align: 1 })
  if (interpolation === 'linear') return uPlot.paths.linear?.()
  return uPlot.paths.spline?.()
}

/** Half of each, but not see-through: what lies higher in a stack is drawn behind it. */
function blended(color: string, ground: string): string {
  const [a, b] = [color, ground].map(text => text.match(/\d+(\.\d+)?/g)?.map(Number) ?? [])
  return `rgb(${[0, 1, 2].map(i => Math.round(((a?.[i] ?? 0) + (b?.[i] ?? 0)) / 2)).join(', ')})`
}

/** What has an area shows how much there is only from zero. */
function fromZero(_: uPlot, least: number | null, greatest: number | null): uPlot.Range.MinMax {
  if (least === null || greatest === null) return [null, null]
  if (least === 0 && greatest === 0) return [0, 1]
  const [low, high] = uPlot.rangeNum(Math.min(0, least), Math.max(0, greatest), 0.1, true)
  return [least < 0 ? low : 0, greatest > 0 ? high : 0]
}

function spotOf(plot: uPlot, style: Style, { times, traces }: Drawing): Spot | null {
  const { left = -1, top = -1, idx } = plot.cursor
  if (left < 0 || idx === null || idx === undefined) return null
  // A bar stands for the time until the next one, a point for its own.
  const index = style === 'bar' ? bucketOf(times, plot.posToVal(left, 'x')) : idx
  const at = times[index]
  if (at === undefined) return null
  return {
    index,
    trace: traceAt(traces, index, plot.posToVal(top, 'y')),
    left: plot.over.offsetLeft + plot.valToPos(at, 'x'),
  }
}
