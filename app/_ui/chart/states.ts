import type uPlot from 'uplot'
import { faded } from '#app/_ui/chart/colors.ts'
import { SHAPES, stateColor } from '#app/_ui/state.tsx'
import type { Band } from '#lib/monitors/series/points.ts'
import type { StateName } from '#lib/plugin.ts'

export interface Mark {
  at: Date | string
  to: StateName
}

export interface States {
  bands: Band[]
  marks: Mark[]
}

/** Room above the plot for the marks' shapes. */
export const MARKS_HEIGHT = 16
const SHAPE_PX = 8
/** Shapes closer than this would cover each other; their lines are still drawn. */
const LEAST_DISTANCE_PX = 10

/** Draws the states behind the lines as bands, and their changes as dashed lines with the shape of the new state. */
export function statesPlugin(
  states: () => States,
  color: (property: string) => string,
): uPlot.Plugin {
  return {
    hooks: {
      drawClear: plot => {
        for (const band of states().bands) drawBand(plot, band, color)
        drawMarks(plot, states().marks, color)
      },
    },
  }
}

function drawBand(plot: uPlot, { state, from, to }: Band, color: (property: string) => string) {
  if (state === 'OK') return
  const { left, top, width, height } = plot.bbox
  const start = Math.max(left, plot.valToPos(from, 'x', true))
  const end = Math.min(left + width, plot.valToPos(to, 'x', true))
  if (end <= start) return
  plot.ctx.fillStyle = faded(color(stateColor(state)), state === 'INACTIVE' ? 0.08 : 0.14)
  plot.ctx.fillRect(start, top, Math.max(1, end - start), height)
}

function drawMarks(plot: uPlot, marks: Mark[], color: (property: string) => string) {
  const { ctx, bbox } = plot
  const ratio = devicePixelRatio
  let lastShape = Number.NEGATIVE_INFINITY
  ctx.save()
  for (const { at, to } of marks) {
    const x = plot.valToPos(new Date(at).getTime(), 'x', true)
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    ctx.strokeStyle = ctx.fillStyle = color(stateColor(to))
    drawLine(ctx, x, bbox, ratio)
    if (x - lastShape < LEAST_DISTANCE_PX * ratio) continue
    lastShape = x
    drawShape(ctx, x, bbox.top - (MARKS_HEIGHT / 2) * ratio, to, (SHAPE_PX * ratio) / 10)
  }
  ctx.restore()
}

function drawLine(ctx: CanvasRenderingContext2D, x: number, bbox: uPlot.BBox, ratio: number) {
  ctx.lineWidth = ratio
  ctx.setLineDash([3 * ratio, 3 * ratio])
  ctx.beginPath()
  ctx.moveTo(x, bbox.top)
  ctx.lineTo(x, bbox.top + bbox.height)
  ctx.stroke()
  ctx.setLineDash([])
}

function drawShape(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  state: StateName,
  scale: number,
) {
  ctx.save()
  ctx.translate(x - 5 * scale, y - 5 * scale)
  ctx.scale(scale, scale)
  if (state === 'INACTIVE') {
    ctx.lineWidth = 1.5
    ctx.stroke(new Path2D(SHAPES[state]))
  } else ctx.fill(new Path2D(SHAPES[state]))
  ctx.restore()
}
