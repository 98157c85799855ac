import { setImmediate as othersFirst } from 'node:timers/promises'
import { UserError } from '#lib/failures.ts'
import { listIn } from '#lib/intake/otlp/json.ts'
import { openIdentities } from '#lib/intake/otlp/metrics/identity.ts'
import { readPoint } from '#lib/intake/otlp/metrics/point.ts'
import type { RawPoint } from '#lib/intake/otlp/metrics/raw.ts'
import { secondsIn } from '#lib/intake/otlp/times.ts'
import { type Fields, fieldsOf } from '#lib/intake/untrusted.ts'
import type { Point } from '#lib/metrics/totals/counted.ts'

/** Collectors send batches of some thousands. */
const POINTS_LIMIT = 50_000
/** Numbers in all histograms of a request. */
const BUCKETS_LIMIT = 500_000
/** So long others wait. */
const AT_A_STRETCH_MS = 10

/** What a request comes to. */
export interface Metrics {
  /** of each data point that can be counted, in order; some count as several */
  points: Point[][]
  /** what is wrong with the others, and with how many */
  problems: Map<string, number>
  /** whether all say when they were counted */
  isTimed: boolean
}

/** `now` in unix seconds. Rejects with a UserError when there are too many. */
export async function readMetrics(
  all: Iterable<RawPoint | undefined>,
  { now, resource }: { now: number; resource: readonly string[] },
): Promise<Metrics> {
  const metrics: Metrics = { points: [], problems: new Map(), isTimed: true }
  const context = { now, resource, identities: openIdentities() }
  let seen = 0
  let buckets = 0
  let since = performance.now()
  for (const raw of all) {
    if (performance.now() - since > AT_A_STRETCH_MS) {
      await othersFirst()
      since = performance.now()
    }
    const read = raw ? readPoint(raw, context) : 'it is no data point, or too large'
    if (typeof read === 'string') metrics.problems.set(read, (metrics.problems.get(read) ?? 0) + 1)
    else metrics.points.push(read)
    metrics.isTimed &&= secondsIn(raw?.point.timeUnixNano) !== undefined
    buckets += bucketsIn(fieldsOf(raw?.point))
    if (++seen > POINTS_LIMIT) throw tooMany(`${POINTS_LIMIT} data points`)
    if (buckets > BUCKETS_LIMIT) throw tooMany(`${BUCKETS_LIMIT} buckets of histograms`)
  }
  return metrics
}

function bucketsIn({ bucketCounts, positive, negative }: Fields): number {
  const lists = [bucketCounts, fieldsOf(positive).bucketCounts, fieldsOf(negative).bucketCounts]
  return lists.reduce<number>((sum, list) => sum + listIn(list).length, 0)
}

const tooMany = (what: string) =>
  new UserError(`The request has more than ${what}; send it in parts.`, { code: 'too_large' })
