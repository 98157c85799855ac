import { seriesColor } from '#app/_ui/chart/colors.ts'

/** Colours that can be told apart; more lines have them again, dashed. */
const COLORS = 12
const SHARED = 5

/** A line's custom property, by its place; the first ones are those of all charts. */
export const lineColor = (place: number): string => {
  const index = place % COLORS
  return index < SHARED ? seriesColor(index) : `--line-${index}`
}

export const isColoredAgain = (place: number) => place >= COLORS
