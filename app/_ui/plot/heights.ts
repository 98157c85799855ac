import type { DrawnLine } from '#lib/charts/drawn.ts'
import type { Interpolation, Style } from '#lib/charts/panel.ts'

export type Values = DrawnLine['values']

/** Each line upon those before it: what is above zero upwards, what is below it downwards. */
export function stackedHeights(lines: readonly Values[]): Values[] {
  const length = Math.max(0, ...lines.map(values => values.length))
  const above = new Array<number>(length).fill(0)
  const below = new Array<number>(length).fill(0)
  const isGap = Array.from({ length }, (_, i) => lines.every(values => isNothing(values[i])))
  return lines.map(values =>
    isGap.map((gap, i) => {
      if (gap) return null
      const value = values[i] ?? 0
      const sums = value < 0 ? below : above
      sums[i] = (sums[i] ?? 0) + value
      return sums[i] ?? null
    }),
  )
}

/** The sum at each time; null where there is nothing at all. */
export function together(lines: readonly Values[]): Values {
  const length = Math.max(0, ...lines.map(values => values.length))
  return Array.from({ length }, (_, i) => {
    const numbers = lines.map(values => values[i] ?? null).filter(value => value !== null)
    return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0)
  })
}

/** Where a B-spline passes by its points; other curves go through them. */
export function curved(
  heights: Values,
  { style, interpolation }: { style: Style; interpolation: Interpolation },
): Values {
  if (interpolation !== 'basis' || style === 'bar' || style === 'scatter') return heights
  return heights.map((height, i) => {
    if (height === null) return null
    return ((heights[i - 1] ?? height) + 4 * height + (heights[i + 1] ?? height)) / 6
  })
}

export const isNothing = (value: number | null | undefined) => value === null || value === undefined
