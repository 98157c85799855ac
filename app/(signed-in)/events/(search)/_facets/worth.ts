import type { Key } from '#lib/events/keys/flatten.ts'

/** So many different values can be read as a list. */
const LEAST_VALUES = 2
const MOST_VALUES = 24
const SHOWN = 3

/** Traits that tell events apart without telling each from each: those that most events have first. */
export const worthAFacet = (keys: readonly Key[]): string[] =>
  keys
    .filter(
      ({ distinct, kinds }) =>
        distinct >= LEAST_VALUES && distinct <= MOST_VALUES && !kinds.includes('null'),
    )
    .slice(0, SHOWN)
    .map(({ key }) => key)
