import type { DrawnLine, DrawnLines } from '#lib/charts/drawn.ts'
import type { Interpolation, Style } from '#lib/charts/panel.ts'

type Values = DrawnLine['values']

/** A line as it is drawn. */
export interface Trace {
  line: DrawnLine
  /** its place among the lines of now, which colours it; a line of before has that of its counterpart */
  place: number
  /** lies upon those before it */
  isStacked: boolean
  isShown: boolean
  /** how high it reaches at each time */
  heights: Values
}

export interface Look {
  style: Style
  interpolation: Interpolation
  /** names of lines that were clicked away */
  hidden: ReadonlySet<string>
}

/** The lines of now in their order, then those of before, which nothing is stacked upon. */
export function tracesOf({ lines }: Pick<DrawnLines, 'lines'>, look: Look): Trace[] {
  const now = lines.filter(line => !line.isBefore)
  const before = lines.filter(line => line.isBefore)
  const stacked = isStacking(look.style) ? stackedHeights(now, look.hidden) : null
  const traceOf = (line: DrawnLine, place: number, heights: Values | undefined): Trace => ({
    ...{ line, place, isStacked: heights !== undefined },
    isShown: !look.hidden.has(line.name),
    heights: curved(heights ?? line.values, look),
  })
  return [
    ...now.map((line, i) => traceOf(line, i, stacked?.[i])),
    ...before.map((line, i) => {
      const counterpart = now.findIndex(({ name }) => name === line.name)
      return traceOf(line, counterpart < 0 ? i : counterpart, undefined)
    }),
  ]
}

export const isStacking = (style: Style) => style === 'stack' || style === 'bar'

/** Each line upon those before it: what is above zero upwards, what is below it downwards. */
function stackedHeights(lines: readonly DrawnLine[], hidden: ReadonlySet<string>): Values[] {
  const length = Math.max(0, ...lines.map(({ values }) => values.length))
  const above = new Array<number>(length).fill(0)
  const below = new Array<number>(length).fill(0)
  const isGap = Array.from({ length }, (_, i) => lines.every(({ values }) => nothing(values[i])))
  return lines.map(({ name, values }) =>
    isGap.map((gap, i) => {
      if (gap) return null
      const value = hidden.has(name) ? 0 : (values[i] ?? 0)
      const sums = value < 0 ? below : above
      sums[i] = (sums[i] ?? 0) + value
      return sums[i] ?? null
    }),
  )
}

const nothing = (value: number | null | undefined) => value === null || value === undefined

/** Where a B-spline passes by its points; the others go through them. */
function curved(heights: Values, { style, interpolation }: Look): Values {
  if (interpolation !== 'basis' || style === 'bar' || style === 'scatter') return heights
  return heights.map((height, i) => {
    if (height === null) return null
    return ((heights[i - 1] ?? height) + 4 * height + (heights[i + 1] ?? height)) / 6
  })
}

/** The trace that is meant by a height at a time: of stacked ones that which covers it, of others the nearest. */
export function traceAt(traces: readonly Trace[], index: number, height: number): Trace | null {
  const there = traces.filter(({ isShown, heights }) => isShown && !nothing(heights[index]))
  const covering = there.find(
    ({ isStacked, heights, line }) =>
      isStacked && (line.values[index] ?? 0) > 0 && height <= (heights[index] ?? 0),
  )
  if (covering) return covering
  const distance = ({ heights }: Trace) => Math.abs((heights[index] ?? 0) - height)
  return there.toSorted((a, b) => distance(a) - distance(b))[0] ?? null
}

/** The last time that is not after this one, or -1. */
export const bucketOf = (times: readonly number[], at: number) =>
  times.findLastIndex(time => time <= at)
