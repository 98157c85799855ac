import uPlot from 'uplot'
import { timeAxis, valueAxis } from '#app/_ui/chart/axes.ts'
import { zoom } from '#app/_ui/chart/options.ts'
import { bucketAt, layerAt, type Stack } from '#app/_ui/chart/stacking.ts'
import type { Place } from '#app/_ui/chart/use-uplot.ts'

/** A click whose pointer moved further was a drag. */
const CLICK_PX = 4
const TOP_PX = 12
/** Counts are whole. */
const STEPS = Array.from({ length: 14 }, (_, power) =>
  [1, 2, 5].map(step => step * 10 ** power),
).flat()

/** What the pointer is on. */
export interface Spot {
  bucket: number
  /** -1: above the layers */
  layer: number
  /** of the bucket in the figure, in pixels */
  left: number
  width: number
}

export interface StackDrawing extends Stack {
  /** how high each layer reaches, the lowest first */
  reached: number[][]
}

interface Surroundings extends Place {
  drawing: () => StackDrawing
  pointed: (spot: Spot | null) => void
  clicked: (layer: number) => void
  zoomed: (from: number, to: number) => void
}

export function stackOptions(around: Surroundings): uPlot.Options {
  const { color, zone, width, height, drawing } = around
  const look = {
    text: color('--dim'),
    grid: color('--line-soft'),
    font: '11px "Inter Variable", system-ui, sans-serif',
  }
  const bars = uPlot.paths.bars?.({ size: [1], align: 1, gap: 1 })
  return {
    width,
    height,
    ms: 1,
    tzDate: at => new Date(at),
    padding: [TOP_PX, 16, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: true, range: () => [drawing().from, drawing().to] },
      y: { range: (_, __, greatest) => [0, Math.max(1, greatest ?? 0) * 1.08] },
    },
    axes: [timeAxis(zone, look), { ...valueAxis('', look, 'y', 'left'), incrs: STEPS }],
    // The highest first, so that what lies below it covers it.
    series: [
      {},
      ...drawing()
        .layers.map(layer => ({
          fill: color(layer.color),
          width: 0,
          paths: bars,
          points: { show: false },
        }))
        .reverse(),
    ],
    cursor: {
      drag: { x: true, y: false, setScale: false },
      x: false,
      y: false,
      points: { show: false },
    },
    hooks: {
      setCursor: [plot => around.pointed(spotOf(plot, drawing()))],
      setSelect: [plot => zoom(plot, around.zoomed)],
      ready: [plot => hearClicks(plot, () => spotOf(plot, drawing()), around.clicked)],
    },
  }
}

/** The columns in uPlot's order. */
export const stackData = ({ times, reached }: StackDrawing): uPlot.AlignedData => [
  times,
  ...reached.toReversed(),
]

function spotOf(plot: uPlot, drawing: StackDrawing): Spot | null {
  const { left = -1, top = -1 } = plot.cursor
  const bucket = left < 0 ? null : bucketAt(drawing, plot.posToVal(left, 'x'))
  if (bucket === null) return null

  const start = drawing.times[bucket] ?? 0
  const x = Math.max(0, plot.valToPos(start, 'x'))
  const end = Math.min(plot.over.clientWidth, plot.valToPos(start + drawing.sliceMs, 'x'))
  return {
    bucket,
    layer: layerAt(drawing.reached, bucket, plot.posToVal(top, 'y')),
    left: plot.over.offsetLeft + x,
    width: end - x,
  }
}

function hearClicks(plot: uPlot, spot: () => Spot | null, clicked: (layer: number) => void) {
  let downX = 0
  plot.over.addEventListener('mousedown', event => (downX = event.clientX))
  plot.over.addEventListener('click', event => {
    const at = spot()
    if (at && at.layer >= 0 && Math.abs(event.clientX - downX) < CLICK_PX) clicked(at.layer)
  })
}
