import { type Happening, minuteOf } from '#bin/demo/shop/minute.ts'

const DELTA = 1
/** Buckets of a histogram grow by the factor 2 ^ (2 ^ -SCALE): 4.4 %. */
const SCALE = 4
/** How each metric is told; what is not named here is added up. */
const LEVELS = new Set(['shop.queue.depth'])
const DISTRIBUTIONS = new Set(['shop.request.duration', 'shop.order.value'])

/** A minute of the shop as an `ExportMetricsServiceRequest` in JSON, as an SDK in it would send. */
export function requestOf(at: number): string {
  const metrics = [...Map.groupBy(minuteOf(at), ({ metric }) => metric)].map(
    ([name, happenings]) => ({ name, ...told(name, groups(happenings), at) }),
  )
  const resource = { attributes: attributesOf({ 'service.name': 'shop' }) }
  return JSON.stringify({
    resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 'demo' }, metrics }] }],
  })
}

interface Group {
  words: Happening['words']
  values: number[]
}

/** Values with the same attributes are one data point. */
const groups = (happenings: readonly Happening[]): Group[] =>
  [...Map.groupBy(happenings, ({ words }) => JSON.stringify(words)).values()].map(alike => ({
    words: alike[0]?.words ?? {},
    values: alike.map(({ value }) => value),
  }))

function told(name: string, all: readonly Group[], at: number): object {
  const points = (read: (values: readonly number[]) => object) =>
    all.map(({ words, values }) => ({
      ...{ startTimeUnixNano: nanoseconds(at), timeUnixNano: nanoseconds(at + 59) },
      ...{ attributes: attributesOf(words), ...read(values) },
    }))
  const about = { aggregationTemporality: DELTA }
  if (LEVELS.has(name))
    return { gauge: { dataPoints: points(values => ({ asDouble: values.at(-1) })) } }
  if (DISTRIBUTIONS.has(name))
    return { exponentialHistogram: { ...about, dataPoints: points(distribution) } }
  return { sum: { ...about, isMonotonic: true, dataPoints: points(v => ({ asDouble: sum(v) })) } }
}

function distribution(values: readonly number[]): object {
  const indexes = values.map(value => Math.ceil(Math.log2(value) * 2 ** SCALE) - 1)
  const offset = Math.min(...indexes)
  const bucketCounts = Array<number>(Math.max(...indexes) - offset + 1).fill(0)
  for (const index of indexes)
    bucketCounts[index - offset] = (bucketCounts[index - offset] ?? 0) + 1
  return {
    ...{ scale: SCALE, count: values.length, sum: sum(values), positive: { offset, bucketCounts } },
    ...{ min: Math.min(...values), max: Math.max(...values) },
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const attributesOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([key, stringValue]) => ({ key, value: { stringValue } }))

const nanoseconds = (at: number) => `${at}000000000`
