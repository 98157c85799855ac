import type { Key } from '#lib/events/keys/flatten.ts'

/** So many different values can be read as a list. */
const LEAST_VALUES = 2
const MOST_VALUES = 24
/** Each of them comes so often, on average: sizes and times differ nearly every time. */
const LEAST_REPEATS = 3
const SHOWN = 3

/** Traits that tell events apart without telling each from each: those that most events have first. */
export const worthAFacet = (keys: readonly Key[]): string[] =>
  keys
    .filter(
      ({ count, distinct, kinds }) =>
        distinct >= LEAST_VALUES &&
        distinct <= Math.min(MOST_VALUES, count / LEAST_REPEATS) &&
        !kinds.includes('null'),
    )
    .slice(0, SHOWN)
    .map(({ key }) => key)
