import { seriesColor } from '#app/_ui/chart/colors.ts'

/** Those of all charts, without the grey that stands for the others. */
const SHARED = 5
/** Colours that can be told apart; more lines have them again, dashed. */
const COLORS = 11

/** A line's custom property, by its place; null: several together. */
export const lineColor = (place: number | null): string => {
  if (place === null) return '--dim'
  const index = place % COLORS
  return index < SHARED ? seriesColor(index) : `--series-${index + 1}`
}

export const isColoredAgain = (place: number | null) => (place ?? 0) >= COLORS
