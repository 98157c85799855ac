import { one, type Query } from '#app/_ui/query.ts'
import { type Range, rangeOf } from '#app/_ui/range/range.ts'
import { SLICE_NAMES, SLICES, type SliceName, slicesIn, startOf } from '#lib/errors/slices.ts'

/** More bars than a screen has pixels for say nothing. */
const SLICES_SHOWN = 1_500
/** As many bars as can be told apart. */
const SLICES_WANTED = 125

/** The time that is shown, from the beginning of a slice on, and the slices that it is counted in. */
export interface Time extends Range {
  slice: SliceName
  /** those in which this much time can be counted */
  slices: SliceName[]
}

/** The time that an address asks for; what makes no sense is left aside. */
export function timeOf(query: Query, now: Date): Time {
  const { key, from, to } = rangeOf(query, now)
  const slices = SLICE_NAMES.filter(slice => {
    const count = bars(from, to, slice)
    return count <= SLICES_SHOWN && (count > 1 || slice === 'second')
  })
  const slice =
    slices.find(name => name === one(query, 'slice')) ??
    slices.find(name => bars(from, to, name) <= SLICES_WANTED) ??
    'week'
  return { key, from: beginning(key, from, slice), to, slice, slices }
}

/** The last slice is the present one, so a range that ends now begins with the slice after the one it would cut. */
function beginning(key: Range['key'], from: Date, slice: SliceName): Date {
  const start = startOf(seconds(from), slice) + (key === null ? 0 : SLICES[slice])
  return new Date(start * 1000)
}

const bars = (from: Date, to: Date, slice: SliceName) =>
  slicesIn({ from: seconds(from), to: seconds(to) }, slice)

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

/** `5 min`, `3 hours`, `day`. */
export function sliceInWords(slice: SliceName): string {
  const [count, unit] = slice.includes('_') ? slice.split('_') : [null, slice]
  return count ? `${count} ${unit === 'minute' ? 'min' : `${unit}s`}` : slice
}

/** As a length of time: `5 min`, `one hour`. */
export const oneSlice = (slice: SliceName): string =>
  slice.includes('_') ? sliceInWords(slice) : `one ${slice}`
