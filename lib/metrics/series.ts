import type { Filter } from '#lib/metrics/update.ts'

/** What one series counts: where each of these filters has this value; none is the metric as a whole. */
export interface SeriesKey {
  filters: readonly string[]
  values: readonly string[]
}

const WHOLE: SeriesKey = { filters: [], values: [] }

/**
 * The series that an update counts in: the metric as a whole, each value of each filter alone, and for each of
 * the project's `sets` of filters that it has all of, every combination of their values.
 */
export function seriesOf(
  filters: readonly Filter[],
  sets: readonly (readonly string[])[],
): SeriesKey[] {
  const alone = filters.flatMap(({ name, values }) =>
    values.map(value => ({ filters: [name], values: [value] })),
  )
  const combined = sets.flatMap(set => {
    const chosen = filters.filter(({ name }) => set.includes(name))
    return chosen.length === set.length ? combinations(chosen) : []
  })
  return [WHOLE, ...alone, ...combined]
}

/** How many they are, without making them: the values of five filters give three hundred million. */
export function countSeries(
  filters: readonly Filter[],
  sets: readonly (readonly string[])[],
): number {
  const alone = filters.reduce((sum, { values }) => sum + values.length, 0)
  const combined = sets.map(set => {
    const chosen = filters.filter(({ name }) => set.includes(name))
    if (chosen.length !== set.length) return 0
    return chosen.reduce((product, { values }) => product * values.length, 1)
  })
  return combined.reduce((sum, count) => sum + count, 1 + alone)
}

function combinations(chosen: readonly Filter[]): SeriesKey[] {
  let keys: SeriesKey[] = [WHOLE]
  for (const { name, values } of chosen)
    keys = keys.flatMap(key =>
      values.map(value => ({
        filters: [...key.filters, name],
        values: [...key.values, value],
      })),
    )
  return keys
}
