import type { DropReason } from '#lib/metrics/intake/contract.ts'
import { filterProblem } from '#lib/metrics/intake/fit.ts'
import { countSeries, type SeriesKey, seriesOf } from '#lib/metrics/series.ts'
import type { Filter } from '#lib/metrics/update.ts'

/** The ways of filters to their keys that are remembered; beyond them, or so much memory, all are found anew. */
const WAYS_LIMIT = 200_000
const WAYS_BYTES = 64 * 1024 * 1024

/** What a series counts, with a text that no other of its metric has. */
export interface Key extends SeriesKey {
  text: string
}

export interface Keys {
  /** The same object for the same key, mostly: texts that are one are compared at once. */
  own(key: SeriesKey): Key
  /** Everything that an update with these filters counts in, or why it does not. They are looked at once only. */
  of(filters: readonly Filter[]): readonly Key[] | DropReason
}

/** Neither names nor values have control characters (lib/metrics/intake/fit.ts). */
export const keyOf = ({ filters, values }: SeriesKey): Key => ({
  ...{ filters, values },
  text: `${filters.join('\t')}\n${values.join('\t')}`,
})

/** `sets` are kept together. */
export function openKeys(sets: readonly (readonly string[])[], limit: number): Keys {
  const ways = new Map<string, readonly Key[]>()
  const known = new Map<string, Key>()
  let bytes = 0

  function own(series: SeriesKey): Key {
    const made = keyOf(series)
    const key = known.get(made.text) ?? made
    known.set(key.text, key)
    return key
  }

  function remember(way: string, keys: readonly Key[]) {
    bytes += keys.reduce((sum, { text }) => sum + 2 * text.length, 2 * way.length)
    if (ways.size >= WAYS_LIMIT || bytes > WAYS_BYTES) {
      ways.clear()
      known.clear()
      bytes = 0
    }
    ways.set(way, keys)
  }

  return {
    own,
    of(filters) {
      const way = wayOf(filters)
      const remembered = ways.get(way)
      if (remembered) return remembered
      if (filterProblem(filters)) return 'invalid'
      if (countSeries(filters, sets) > limit) return 'too_many_series'
      // A set may be listed twice.
      const keys = [...new Set(seriesOf(filters, sets).map(own))]
      remember(way, keys)
      return keys
    },
  }
}

/** With lengths, since these filters may be any: what they are not must not look like others that were let in. */
function wayOf(filters: readonly Filter[]): string {
  let way = ''
  for (const { name, values } of filters) {
    way += `${values.length};${name.length}:${name}`
    for (const value of values) way += `${value.length}:${value}`
  }
  return way
}
