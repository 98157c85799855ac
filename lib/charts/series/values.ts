import type { Point } from '#lib/metrics/range.ts'

/** A number for each time; null where nothing came. */
export type Values = (number | null)[]

/** From when until when there is 0 where nothing came, in unix seconds. */
export interface Filled {
  from: number
  until: number
}

/** The numbers of points at times, in unix seconds; a time that is null has none. */
export function valuesAt(
  times: readonly (number | null)[],
  points: readonly Point[],
  filled: Filled | null,
): Values {
  const known = new Map(points)
  return times.map(at => {
    if (at === null) return null
    const isFilled = filled !== null && at >= filled.from && at <= filled.until
    return known.get(at) ?? (isFilled ? 0 : null)
  })
}
