import type { TimeRange } from '#lib/errors/schema.ts'
import { type Seconds, SLICE_NAMES, type SliceName, slicesIn } from '#lib/errors/slices.ts'
import { UserError } from '#lib/failures.ts'

/** As many points as a line on any screen has pixels, several times over. */
const POINTS_LIMIT = 11_000
/** All lines together, so that an answer stays within a few megabytes. */
const ALL_POINTS_LIMIT = 200_000
/** More lines than this cannot be told apart. */
export const LINES_LIMIT = 50

/** The seconds of a chart. Throws a UserError that names a slice which would do when there were too many points. */
export function chartedSeconds({ from, to }: TimeRange, slice: SliceName, lines: number): Seconds {
  const span = {
    from: Math.floor(from.getTime() / 1_000),
    to: Math.floor(to.getTime() / 1_000),
  }
  if (span.from > span.to)
    throw new UserError('The range is not valid: it ends before it begins.', {
      fields: { start: 'must be before the end' },
    })
  const limit = Math.min(POINTS_LIMIT, Math.floor(ALL_POINTS_LIMIT / Math.max(1, lines)))
  const points = slicesIn(span, slice)
  if (points <= limit) return span

  const enough = SLICE_NAMES.find(name => slicesIn(span, name) <= limit)
  const advice = enough
    ? `take a slice of ${enough} or longer, or a shorter range`
    : 'take a shorter range'
  throw new UserError(
    `That would be ${points} points; at most ${limit} are given. Please ${advice}.`,
    { fields: { slice: `gives ${points} points; at most ${limit} are given` } },
  )
}
