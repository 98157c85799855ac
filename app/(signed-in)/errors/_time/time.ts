import { one, type Query } from '#app/_ui/query.ts'
import { SLICE_NAMES, SLICES, type SliceName, slicesIn, startOf } from '#lib/errors/slices.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** How much time a chart of errors can show, counted back from now. */
export const RANGES = [
  { key: '15m', label: '15 min', words: 'last 15 min', ms: HOUR / 4 },
  { key: '1h', label: '1 h', words: 'last hour', ms: HOUR },
  { key: '6h', label: '6 h', words: 'last 6 hours', ms: 6 * HOUR },
  { key: '24h', label: '24 h', words: 'last 24 hours', ms: DAY },
  { key: '7d', label: '7 d', words: 'last 7 days', ms: 7 * DAY },
  { key: '30d', label: '30 d', words: 'last 30 days', ms: 30 * DAY },
] as const

const USUAL_RANGE = RANGES[1]
const LEAST_ZOOM_MS = 2_000
/** Longer than counts are kept anywhere. */
const GREATEST_ZOOM_MS = 3_653 * DAY
/** More bars than a screen has pixels for say nothing. */
const SLICES_SHOWN = 1_500
/** As many bars as can be told apart. */
const SLICES_WANTED = 125

/** The time that is shown and the slices that it is counted in. */
export interface Time {
  /** null: a part that was zoomed to, from then on fixed */
  key: string | null
  /** begins with a slice */
  from: Date
  to: Date
  slice: SliceName
  /** those in which this much time can be counted */
  slices: SliceName[]
}

/** The time that an address asks for; what makes no sense is left aside. */
export function timeOf(query: Query, now: Date): Time {
  const { key, from, to } = zoomOf(query, now) ?? relativeTo(now, one(query, 'range'))
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

function relativeTo(now: Date, asked: string | undefined) {
  const { key, ms } = RANGES.find(range => range.key === asked) ?? USUAL_RANGE
  return { key, from: new Date(now.getTime() - ms), to: now }
}

function zoomOf(query: Query, now: Date) {
  const [from, to] = [Number(one(query, 'from')), Number(one(query, 'to'))]
  const length = to - from
  const isTime =
    from > 0 && length >= LEAST_ZOOM_MS && length <= GREATEST_ZOOM_MS && from < now.getTime()
  return isTime ? { key: null, from: new Date(from), to: new Date(to) } : null
}

/** The last slice is the present one, so a range that ends now begins with the slice after the one it would cut. */
function beginning(key: string | null, from: Date, slice: SliceName): Date {
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

/** `last hour`, `time shown`. */
export const periodInWords = ({ key }: Time): string =>
  RANGES.find(range => range.key === key)?.words ?? 'time shown'
