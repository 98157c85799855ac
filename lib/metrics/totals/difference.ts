import type { Buckets, Counted, Exponents, Indexed } from '#lib/metrics/totals/counted.ts'

/**
 * What was counted between two reports of the same sender. When a count has fallen the sender has begun anew, and
 * all of `now` is new. Null when the two can't be compared.
 */
export function difference(now: Counted, before: Counted): Counted | null {
  if (now.of === 'sum' && before.of === 'sum')
    return now.sum < before.sum ? now : { of: 'sum', sum: now.sum - before.sum }
  if (now.of === 'mean' && before.of === 'mean')
    return now.count < before.count
      ? now
      : { of: 'mean', sum: now.sum - before.sum, count: now.count - before.count }
  if (now.of === 'buckets' && before.of === 'buckets') return ofBuckets(now, before)
  if (now.of === 'exponents' && before.of === 'exponents') return ofExponents(now, before)
  return null
}

/** Least and greatest are of all that was counted ever. */
const UNKNOWN = { min: null, max: null }

function ofBuckets(now: Buckets, before: Buckets): Buckets | null {
  const { bounds } = now
  if (bounds.length !== before.bounds.length) return null
  if (bounds.some((bound, i) => bound !== before.bounds[i])) return null
  const counts = now.counts.map((count, i) => count - (before.counts[i] ?? 0))
  if (counts.some(count => count < 0)) return now
  return { ...now, counts, sum: lessSum(now, before), range: UNKNOWN }
}

/** The scale falls as values spread: then neighbours of before are one bucket now. */
function ofExponents(now: Exponents, before: Exponents): Exponents {
  const shift = before.scale - now.scale
  if (shift < 0) return now
  const positive = less(now.positive, merged(before.positive, shift))
  const negative = less(now.negative, merged(before.negative, shift))
  const zero = now.zero - before.zero
  if (!positive || !negative || zero < 0) return now
  return { ...now, positive, negative, zero, sum: lessSum(now, before), range: UNKNOWN }
}

const lessSum = (now: { sum: number | null }, before: { sum: number | null }) =>
  now.sum === null || before.sum === null ? null : now.sum - before.sum

function merged(indexed: readonly Indexed[], shift: number): Map<number, number> {
  const counts = new Map<number, number>()
  for (const [index, count] of indexed) {
    // Towards minus infinity: the bucket -1 becomes -1 again.
    const wider = Math.floor(index / 2 ** shift)
    counts.set(wider, (counts.get(wider) ?? 0) + count)
  }
  return counts
}

/** Null when a count has fallen. */
function less(now: readonly Indexed[], before: Map<number, number>): Indexed[] | null {
  const left = new Map(before)
  const rest = now.map(([index, count]): Indexed => {
    const difference = count - (left.get(index) ?? 0)
    left.delete(index)
    return [index, difference]
  })
  const hasFallen =
    rest.some(([, count]) => count < 0) || [...left.values()].some(count => count > 0)
  return hasFallen ? null : rest.filter(([, count]) => count > 0)
}
