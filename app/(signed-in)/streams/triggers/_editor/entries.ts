import type { FireEntry, MatchEntry } from '#lib/streams/criteria/schema.ts'

export type Entry = Partial<Pick<MatchEntry, 'map_distinguished_by'>> &
  Partial<Pick<FireEntry, 'number'>> &
  Omit<MatchEntry, 'map_distinguished_by'>

/** A list with one of its items changed, or taken out. */
export const withItem = <T>(items: readonly T[], at: number, item: T | null): T[] =>
  item === null ? items.filter((_, i) => i !== at) : items.map((one, i) => (i === at ? item : one))

/** The same for what stands under a name, which may be another one now; the order stays. */
export const withName = <T>(
  record: Readonly<Record<string, T>>,
  name: string,
  to: readonly [string, T] | null,
): Record<string, T> =>
  Object.fromEntries(
    Object.entries(record).flatMap(one => (one[0] === name ? (to ? [to] : []) : [one])),
  )
