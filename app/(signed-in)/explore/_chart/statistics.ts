import type { DrawnLine } from '#lib/charts/drawn.ts'

export interface Statistics {
  last: number
  least: number
  mean: number
  greatest: number
}

/** Of the numbers of a line; null when it has none. */
export function statisticsOf({ values }: Pick<DrawnLine, 'values'>): Statistics | null {
  const numbers = values.filter(value => value !== null)
  const last = numbers.at(-1)
  if (last === undefined) return null
  return {
    last,
    least: numbers.reduce((a, b) => Math.min(a, b)),
    mean: numbers.reduce((sum, value) => sum + value, 0) / numbers.length,
    greatest: numbers.reduce((a, b) => Math.max(a, b)),
  }
}
