import { seriesColor } from '#app/_ui/chart/colors.ts'

/** Those of all charts, without the grey that stands for the others. */
const SHARED = 5
/** Colours that can be told apart; more lines have them again, dashed. */
const COLORS = 11

/** A line's custom property, by its place. */
export const lineColor = (place: number): string => {
  const index = place % COLORS
  return index < SHARED ? seriesColor(index) : `--series-${index + 1}`
}

export const isColoredAgain = (place: number) => place >= COLORS
