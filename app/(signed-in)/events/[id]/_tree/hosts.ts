import type { Row } from '#app/(signed-in)/events/[id]/_tree/rows.ts'

/** The hosts of a tree, in the order in which work came to them. */
export const hostsOf = (rows: readonly Row[]): string[] => [
  ...new Set(rows.map(({ node }) => node.host)),
]

/** Those that are told apart well, and from what says that something failed. */
const COLORS = [
  'accent',
  'series-1',
  'series-4',
  'series-6',
  'series-2',
  'series-7',
  'series-9',
  'series-5',
]

export const colorOf = (place: number): string => `var(--${COLORS[place % COLORS.length]})`
