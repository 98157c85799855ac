import type { AddParameter } from '#lib/events/query/sql.ts'
import { UserError } from '#lib/failures.ts'

/** Lengths that people count in, in seconds; of less than a second, what a burst is looked at with. */
const LENGTHS = [
  ...[0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 15, 30],
  ...[60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200],
  ...[86_400, 172_800, 604_800],
]

/** More than this nobody can tell apart. */
const MOST_SLICES = 2_000

/** The shortest length in which a range has at most so many slices. */
export function sliceFor({ from, to }: { from: Date; to: Date }, most: number): number {
  const seconds = (to.getTime() - from.getTime()) / 1000
  return LENGTHS.find(length => seconds / length <= most) ?? Math.ceil(seconds / most)
}

/** Where the slices begin that a range touches; unix milliseconds. Throws a UserError when they are too many. */
export function slicesOf({ from, to }: { from: Date; to: Date }, seconds: number): number[] {
  const length = seconds * 1000
  const first = Math.floor(from.getTime() / length)
  const end = Math.max(Math.ceil(to.getTime() / length), first + 1)
  if (end - first > MOST_SLICES)
    throw new UserError(`That would be more than ${MOST_SLICES} slices.`, {
      fields: { slice: 'is too short for this range' },
    })
  return Array.from({ length: end - first }, (_, i) => Math.round((first + i) * length))
}

/** SQL of the place of a slice among these that `event e` ended in. */
export function slotSql(times: readonly number[], seconds: number, add: AddParameter): string {
  const first = add((times[0] ?? 0) / 1000)
  return `floor((extract(epoch from e.at)::float8 - ${first}::float8) / ${add(seconds)}::float8)::int`
}
