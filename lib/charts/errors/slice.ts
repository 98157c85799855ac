import type { TimeRange } from '#lib/errors/schema.ts'
import { SLICE_NAMES, SLICES, type SliceName, slicesIn, startOf } from '#lib/errors/slices.ts'

/** As many bars as can be told apart. */
const SLICES_WANTED = 125

/** The slices that a range is drawn in; it begins with a whole one, so that the first bar is no shorter than it was. */
export function slicedRange({ from, to }: TimeRange): { slice: SliceName; range: TimeRange } {
  const seconds = { from: from.getTime() / 1000, to: to.getTime() / 1000 }
  const slice = SLICE_NAMES.find(name => slicesIn(seconds, name) <= SLICES_WANTED) ?? 'week'
  const start = startOf(seconds.from, slice)
  const isCut = start < seconds.from && start + SLICES[slice] < seconds.to
  return { slice, range: { from: new Date((isCut ? start + SLICES[slice] : start) * 1000), to } }
}
