import { curved, isNothing, stackedHeights, together, type Values } from '#app/_ui/plot/heights.ts'
import type { DrawnLine, DrawnLines } from '#lib/charts/drawn.ts'
import type { Interpolation, Style } from '#lib/charts/panel.ts'

/** A line as it is drawn. */
export interface Trace {
  line: DrawnLine
  /** among the lines of now, which colours it; of before that of its counterpart, of several together none */
  place: number | null
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

/** The lines of now in their order, then those of before. */
export function tracesOf({ lines }: Pick<DrawnLines, 'lines'>, look: Look): Trace[] {
  const now = lines.filter(line => !line.isBefore)
  const before = lines.filter(line => line.isBefore)
  const isStacked = isStacking(look.style)
  const shown = (line: DrawnLine) => !look.hidden.has(line.name)
  const heights = isStacked
    ? stackedHeights(now.map(line => (shown(line) ? line.values : emptied(line))))
    : now.map(({ values }) => values)
  return [
    ...now.map((line, place) => ({
      ...{ line, place, isStacked, isShown: shown(line) },
      heights: curved(heights[place] ?? [], look),
    })),
    ...(isStacked && before.length > 1
      ? [allBefore(before.filter(shown))]
      : before.map(line => ({
          ...{ line, isStacked: false, isShown: shown(line), heights: curved(line.values, look) },
          place: now.findIndex(({ name }) => name === line.name),
        }))),
  ]
}

const isStacking = (style: Style) => style === 'stack' || style === 'bar'

const emptied = ({ values }: DrawnLine): Values => values.map(value => (value === null ? null : 0))

/** Beside a stack only their sum says something. */
function allBefore(lines: readonly DrawnLine[]): Trace {
  const heights = together(lines.map(({ values }) => values))
  const line = { name: 'all', values: heights, isBefore: true }
  return { line, place: null, isStacked: false, isShown: true, heights }
}

/** The trace that is meant by a height at a time: of stacked ones that which covers it, of others the nearest. */
export function traceAt(traces: readonly Trace[], index: number, height: number): Trace | null {
  const there = traces.filter(({ isShown, heights }) => isShown && !isNothing(heights[index]))
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
