import type { Plain, StateName } from '#lib/plugin.ts'

/** The number that stands for a value: itself, or the first of an object's by name. */
export function mainNumber(value: Plain): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const [first] = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return typeof first?.[1] === 'number' ? first[1] : null
}

/** Values over time for a chart: one column of times, one of values for each series. */
export interface Series {
  from: number
  to: number
  /** each point stands for so long; null: each point is a run */
  bucketMs: number | null
  /** unix milliseconds, ascending */
  times: number[]
  columns: Column[]
  /** series left out since there are too many */
  leftOut: number
}

export interface Column {
  /** `value`, or the name it was recorded by */
  name: string
  /** the mean of a bucket; null where nothing came */
  values: (number | null)[]
  /** the least and the greatest of each bucket; null when each point is a run */
  range: { low: (number | null)[]; high: (number | null)[] } | null
}

/** A state and the time in which it held. */
export interface Band {
  state: StateName
  from: number
  to: number
}

/** More lines than this can't be told apart. */
export const COLUMNS_SHOWN = 12

export interface RunPoint {
  at: Date
  value: Plain
  series: Record<string, number> | null
}

/** One point for each run. A run without numbers breaks the lines. */
export function columnsOfRuns(runs: RunPoint[]): Pick<Series, 'times' | 'columns' | 'leftOut'> {
  const numbers = runs.map(({ value, series }) =>
    typeof value === 'number' ? { value, ...series } : (series ?? {}),
  ) as Record<string, number>[]
  const names = shownNames(numbers.flatMap(Object.keys))
  return {
    times: runs.map(({ at }) => at.getTime()),
    columns: names.shown.map(name => ({
      name,
      values: numbers.map(point => point[name] ?? null),
      range: null,
    })),
    leftOut: names.leftOut,
  }
}

export interface BucketPoint {
  /** the bucket's number from the start */
  bucket: number
  name: string
  mean: number
  low: number
  high: number
}

/** One point for each bucket. A bucket in which nothing came breaks the lines. */
export function columnsOfBuckets(
  points: BucketPoint[],
  from: number,
  bucketMs: number,
  count: number,
): Pick<Series, 'times' | 'columns' | 'leftOut'> {
  const names = shownNames(points.map(point => point.name))
  const columns = new Map(
    names.shown.map(name => [name, { values: gaps(count), low: gaps(count), high: gaps(count) }]),
  )
  for (const { bucket, name, mean, low, high } of points) {
    const column = columns.get(name)
    if (!column) continue
    column.values[bucket] = mean
    column.low[bucket] = low
    column.high[bucket] = high
  }
  return {
    times: Array.from({ length: count }, (_, i) => from + (i + 0.5) * bucketMs),
    columns: [...columns].map(([name, { values, low, high }]) => ({
      name,
      values,
      range: { low, high },
    })),
    leftOut: names.leftOut,
  }
}

const gaps = (count: number) => new Array<number | null>(count).fill(null)

/** `value` stands first, the others by name. */
function shownNames(all: string[]) {
  const names = [...new Set(all)].sort(
    (a, b) => Number(b === 'value') - Number(a === 'value') || (a < b ? -1 : 1),
  )
  return {
    shown: names.slice(0, COLUMNS_SHOWN),
    leftOut: Math.max(0, names.length - COLUMNS_SHOWN),
  }
}

/** The states between two moments, from the changes between them and the state before the first. */
export function bandsOf(
  changes: { at: Date; to: StateName }[],
  before: StateName | null,
  from: number,
  to: number,
): Band[] {
  const bands: Band[] = []
  let state = before
  let since = from
  for (const change of changes) {
    const at = change.at.getTime()
    if (state && at > since) bands.push({ state, from: since, to: at })
    state = change.to
    since = Math.max(at, from)
  }
  if (state && to > since) bands.push({ state, from: since, to })
  return bands
}
