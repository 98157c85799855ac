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
