import { listIn } from '#lib/intake/otlp/json.ts'
import { type Fields, fieldsOf } from '#lib/intake/untrusted.ts'
import { isCountable } from '#lib/metrics/intake/fit.ts'
import type { Buckets, Counted, Exponents, Indexed } from '#lib/metrics/totals/counted.ts'

/** Finer histograms are not made by any SDK: 160 is what they have at most. */
const BUCKETS_LIMIT = 1_000
/** What the specification allows. */
const SCALES = { least: -10, most: 20 }

/** What a point of a histogram has counted, or what is wrong with it, in words for its sender. */
export function histogramIn(point: Fields): Counted | string {
  const bounds = numbersIn(point.explicitBounds)
  const counts = numbersIn(point.bucketCounts)
  if (counts.length === 0 && bounds.length === 0) return meanIn(point)
  if (counts.length !== bounds.length + 1) return 'there is to be one bucket more than bounds'
  if (counts.length > BUCKETS_LIMIT) return `there are more than ${BUCKETS_LIMIT} buckets`
  if (!bounds.every((bound, i) => isCountable(bound) && !(bound <= (bounds[i - 1] ?? -Infinity))))
    return 'the bounds are to rise'
  if (!counts.every(isCount)) return 'the counts of buckets are to be whole numbers'
  const buckets: Buckets = { of: 'buckets', ...sumAndRange(point), bounds, counts }
  return hasSum(buckets) ? buckets : 'the sum is to be a number'
}

/** The same of a histogram with exponential bounds. */
export function exponentsIn(point: Fields): Counted | string {
  const scale = numberIn(point.scale ?? 0)
  if (!Number.isInteger(scale) || scale < SCALES.least || scale > SCALES.most)
    return `the scale is to be ${SCALES.least} to ${SCALES.most}`
  const zero = numberIn(point.zeroCount ?? 0)
  const positive = indexedIn(point.positive)
  const negative = indexedIn(point.negative)
  if (positive.length + negative.length > BUCKETS_LIMIT)
    return `there are more than ${BUCKETS_LIMIT} buckets`
  const all = [...positive, ...negative]
  if (!isCount(zero) || !all.every(([index, count]) => isIndex(index) && isCount(count)))
    return 'the counts of buckets are to be whole numbers'
  const inOrder = negative.toSorted(([a], [b]) => b - a)
  const buckets = { scale, zero, positive, negative: inOrder }
  const exponents: Exponents = { of: 'exponents', ...sumAndRange(point), ...buckets }
  return hasSum(exponents) ? exponents : 'the sum is to be a number'
}

/** Sum and count alone, of histograms without buckets and of summaries. */
export function meanIn(point: Fields): Counted | string {
  const count = numberIn(point.count ?? 0)
  const sum = numberIn(point.sum ?? (count === 0 ? 0 : undefined))
  if (!isCount(count)) return 'the count is to be a whole number'
  return isCountable(sum) ? { of: 'mean', sum, count } : 'the sum is to be a number'
}

/** Whole numbers come as text in JSON, since it cannot hold them all. NaN for what is no number. */
export const numberIn = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
    ? Number(value)
    : Number.NaN

const numbersIn = (value: unknown) => listIn(value).map(numberIn)
const isCount = (count: number) => count >= 0 && Number.isSafeInteger(count)
const isIndex = (index: number) => Number.isSafeInteger(index)
const hasSum = ({ sum }: { sum: number | null }) => sum === null || isCountable(sum)

function sumAndRange({ sum, min, max }: Fields) {
  const known = (value: unknown) => (value === undefined || value === null ? null : numberIn(value))
  const finite = (value: number | null) => (value !== null && isCountable(value) ? value : null)
  return { sum: known(sum), range: { min: finite(known(min)), max: finite(known(max)) } }
}

function indexedIn(value: unknown): Indexed[] {
  const { offset, bucketCounts } = fieldsOf(value)
  const first = numberIn(offset ?? 0)
  return numbersIn(bucketCounts)
    .map((count, i): Indexed => [first + i, count])
    .filter(([, count]) => count !== 0)
}
