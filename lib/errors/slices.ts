/** Lengths of time that errors are counted over, in seconds, by Firetower's names. */
export const SLICES = {
  second: 1,
  minute: 60,
  '5_minute': 300,
  '10_minute': 600,
  '15_minute': 900,
  '30_minute': 1_800,
  hour: 3_600,
  '3_hour': 10_800,
  '6_hour': 21_600,
  '12_hour': 43_200,
  day: 86_400,
  week: 604_800,
} as const
export type SliceName = keyof typeof SLICES

export const SLICE_NAMES = Object.keys(SLICES) as [SliceName, ...SliceName[]]

/** [Unix second, count] */
export type Entry = readonly [second: number, count: number]

/** Seconds, both of them included. */
export interface Seconds {
  from: number
  to: number
}

export const startOf = (second: number, slice: SliceName): number =>
  Math.floor(second / SLICES[slice]) * SLICES[slice]

/**
 * Counts over time: one entry for each slice, by its beginning, those in which nothing came included. Slices begin
 * at whole multiples of their length since 1970 in UTC, so weeks begin on Thursdays. Without `range` from the first
 * entry to the last.
 */
export function overTime(entries: readonly Entry[], slice: SliceName, range?: Seconds): Entry[] {
  const fitting = range
    ? entries.filter(([second]) => second >= range.from && second <= range.to)
    : entries
  const counts = new Map<number, number>()
  for (const [second, count] of fitting) {
    const start = startOf(second, slice)
    counts.set(start, (counts.get(start) ?? 0) + count)
  }
  const span = range ?? spanOf(fitting)
  return span ? startsIn(span, slice).map(start => [start, counts.get(start) ?? 0]) : []
}

/** How many slices a range touches. */
export const slicesIn = ({ from, to }: Seconds, slice: SliceName): number =>
  Math.max(0, (startOf(to, slice) - startOf(from, slice)) / SLICES[slice] + 1)

function startsIn(range: Seconds, slice: SliceName): number[] {
  const first = startOf(range.from, slice)
  return Array.from({ length: slicesIn(range, slice) }, (_, i) => first + i * SLICES[slice])
}

function spanOf(entries: readonly Entry[]): Seconds | null {
  if (entries.length === 0) return null
  const seconds = entries.map(([second]) => second)
  return {
    from: seconds.reduce((a, b) => Math.min(a, b)),
    to: seconds.reduce((a, b) => Math.max(a, b)),
  }
}
