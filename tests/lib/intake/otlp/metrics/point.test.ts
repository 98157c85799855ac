import { describe, expect, test } from 'vitest'
import { pointsOfJson } from '#lib/intake/otlp/metrics/json.ts'
import { readMetrics } from '#lib/intake/otlp/metrics/read.ts'

const now = 1_800_000_000
const time = { timeUnixNano: '1700000000500000000' }
const attribute = (key: string, value: object) => ({ key, value })
const text = (stringValue: string) => ({ stringValue })

/** What comes of one metric with one data point. */
async function read(kind: string, point: object, about: object = {}, resource: object[] = []) {
  const metric = { name: 'm', [kind]: { dataPoints: [{ ...time, ...point }], ...about } }
  const scopeMetrics = [{ scope: { name: 'shop' }, metrics: [metric] }]
  const request = { resourceMetrics: [{ resource: { attributes: resource }, scopeMetrics }] }
  const points = pointsOfJson(Buffer.from(JSON.stringify(request)))
  const metrics = await readMetrics(points, { now, resource: ['service.name', 'host.name'] })
  return [...metrics.problems.keys(), ...metrics.points.flat()]
}

const delta = { aggregationTemporality: 1, isMonotonic: true }
const cumulative = { aggregationTemporality: 2, isMonotonic: true }
const counts = { bucketCounts: ['1', 2], explicitBounds: [10], sum: 20, count: '3' }
const range = { min: null, max: null }

test.each<[string, string, object, object, object]>([
  ['a gauge', 'gauge', { asDouble: 1.5 }, {}, { kind: 'gauge', counted: { of: 'sum', sum: 1.5 } }],
  ['a whole number as text', 'gauge', { asInt: '-7' }, {}, { counted: { sum: -7 } }],
  ['a sum of what is new', 'sum', { asInt: 3 }, delta, { kind: 'counter', running: null }],
  [
    'a sum from the beginning on',
    ...(['sum', { asInt: 3, startTimeUnixNano: '1600000000000000000' }, cumulative] as const),
    { kind: 'counter', running: { since: 1_600_000_000 } },
  ],
  [
    'what goes up and down is a level',
    ...(['sum', { asInt: 3 }, { aggregationTemporality: 2 }] as const),
    { kind: 'gauge', running: null },
  ],
  [
    'or counted, when only its changes are told',
    ...(['sum', { asInt: -3 }, { aggregationTemporality: 1 }] as const),
    { kind: 'counter', counted: { sum: -3 } },
  ],
  [
    'a temporality by its name',
    ...([
      'sum',
      { asInt: 3 },
      { aggregationTemporality: 'AGGREGATION_TEMPORALITY_DELTA' },
    ] as const),
    { kind: 'counter' },
  ],
  [
    'a histogram',
    ...(['histogram', counts, delta] as const),
    {
      kind: 'distribution',
      counted: { of: 'buckets', bounds: [10], counts: [1, 2], sum: 20, range },
    },
  ],
  [
    'one without buckets is a mean',
    ...(['histogram', { count: '3', sum: 6 }, delta] as const),
    { kind: 'average', counted: { of: 'mean', sum: 6, count: 3 } },
  ],
  [
    'one with exponential buckets, in order',
    'exponentialHistogram',
    {
      ...{ scale: -1, zeroCount: '2', sum: 1, min: -9, max: 9 },
      positive: { offset: -1, bucketCounts: ['1', '0', '3'] },
      negative: { bucketCounts: [1, 1] },
    },
    delta,
    {
      kind: 'distribution',
      counted: {
        ...{ of: 'exponents', scale: -1, zero: 2, sum: 1, range: { min: -9, max: 9 } },
        positive: [
          [-1, 1],
          [1, 3],
        ],
        negative: [
          [1, 1],
          [0, 1],
        ],
      },
    },
  ],
])('%s', async (_, kind, point, about, expected) => {
  const read1 = await read(kind, point, about)
  expect(read1).toMatchObject([{ name: 'm', at: 1_700_000_000.5, filters: [], ...expected }])
})

test('a summary is a mean, and a level for each of its quantiles', async () => {
  const quantileValues = [{ value: 1 }, { quantile: 0.5, value: 7 }, { quantile: 0.999, value: 90 }]
  expect(await read('summary', { count: 4, sum: 40, quantileValues })).toMatchObject([
    { name: 'm', kind: 'average', counted: { sum: 40, count: 4 }, running: {} },
    { name: 'm.p0', kind: 'gauge', counted: { sum: 1 }, running: null },
    { name: 'm.p50', kind: 'gauge', counted: { sum: 7 } },
    { name: 'm.p99.9', kind: 'gauge', counted: { sum: 90 } },
  ])
})

test('a point that only says that nothing was recorded is none', async () => {
  expect(await read('gauge', { flags: 1 })).toEqual([])
})

test('without a time it counts when it comes', async () => {
  expect(await read('gauge', { asInt: 1, timeUnixNano: '0' })).toMatchObject([{ at: now }])
})

describe('attributes', () => {
  const filtersOf = async (attributes: object[], resource: object[] = []) => {
    const [point] = await read('gauge', { asInt: 1, attributes }, {}, resource)
    return typeof point === 'object'
      ? Object.fromEntries(point.filters.map(({ name, values }) => [name, values]))
      : point
  }

  test('are filters in order, whatever they hold', async () => {
    const all = [
      attribute('text', text('ä')),
      attribute('empty', text('')),
      attribute('count', { intValue: '7' }),
      attribute('share', { doubleValue: 0.5 }),
      attribute('ok', { boolValue: false }),
      attribute('list', { arrayValue: { values: [text('a'), text('b'), text('a')] } }),
      attribute('object', { kvlistValue: { values: [attribute('x', text('y'))] } }),
      attribute('nothing', {}),
    ]
    const filters = await filtersOf(all)
    expect(filters).toEqual({
      ...{
        count: ['7'],
        empty: [''],
        list: ['a', 'b'],
        ok: ['false'],
        share: ['0.5'],
        text: ['ä'],
      },
    })
    expect(Object.keys(filters ?? {})).toEqual(Object.keys(filters ?? {}).sort())
  })

  test('of the resource those count that the project names, unless the point has its own', async () => {
    const resource = [
      attribute('service.name', text('shop')),
      attribute('host.name', text('web-1')),
      attribute('process.pid', { intValue: 7 }),
    ]
    expect(await filtersOf([attribute('host.name', text('db-1'))], resource)).toEqual({
      'host.name': ['db-1'],
      'service.name': ['shop'],
    })
  })

  test('of the resource there are as many as there is room for', async () => {
    const own = (count: number) =>
      Array.from({ length: count }, (_, i) => attribute(`a${i}`, text('x')))
    const resource = [
      attribute('service.name', text('shop')),
      attribute('host.name', text('web-1')),
    ]
    const filters = await filtersOf(own(19), resource)
    expect(Object.keys(filters ?? {})).toHaveLength(20)
    expect(filters).toHaveProperty(['service.name'])
    expect(await filtersOf(own(21), resource)).toBe('there are more than 20 filters')
  })
})

test('a stream is the same however its attributes are ordered, and another with each of its marks', async () => {
  const streamOf = async (point: object, resource = 'web-1') => {
    const attributes = [attribute('host', text(resource))]
    const [read1] = await read('sum', { asInt: 1, ...point }, cumulative, attributes)
    return typeof read1 === 'object' ? read1.running?.stream : read1
  }
  const a = attribute('a', text('1'))
  const b = attribute('b', text('2'))
  const first = await streamOf({ attributes: [a, b] })
  expect(await streamOf({ attributes: [b, a] })).toBe(first)
  const others = [
    await streamOf({ attributes: [a] }),
    await streamOf({ attributes: [a, b] }, 'web-2'),
    await streamOf({ attributes: [a, b], startTimeUnixNano: '1600000000000000000' }),
  ]
  expect(new Set([first, ...others]).size).toBe(4)
})

test.each<[string, string, object, object]>([
  ['the value is to be a number', 'gauge', {}, {}],
  ['the value is to be a number', 'gauge', { asDouble: 'NaN' }, {}],
  ['the value is to be a number', 'sum', { asDouble: 'Infinity' }, delta],
  ['the aggregation temporality is to be delta or cumulative', 'sum', { asInt: 1 }, {}],
  ['the aggregation temporality is to be delta or cumulative', 'histogram', counts, {}],
  [
    'there is to be one bucket more than bounds',
    'histogram',
    { ...counts, bucketCounts: [1] },
    delta,
  ],
  [
    'the bounds are to rise',
    'histogram',
    { bucketCounts: [1, 1, 1], explicitBounds: [2, 2] },
    delta,
  ],
  [
    'the counts of buckets are to be whole numbers',
    'histogram',
    { ...counts, bucketCounts: [1, -1] },
    delta,
  ],
  [
    'the counts of buckets are to be whole numbers',
    'histogram',
    { ...counts, bucketCounts: [1, 'x'] },
    delta,
  ],
  ['the sum is to be a number', 'histogram', { ...counts, sum: 'NaN' }, delta],
  ['the sum is to be a number', 'histogram', { count: 1 }, delta],
  ['the count is to be a whole number', 'summary', { count: 1.5, sum: 1 }, {}],
  ['there are more than 50 quantiles', 'summary', { quantileValues: Array(51).fill({}) }, {}],
  ['the scale is to be -10 to 20', 'exponentialHistogram', { scale: 21 }, delta],
  [
    'the counts of buckets are to be whole numbers',
    ...(['exponentialHistogram', { positive: { offset: 'x', bucketCounts: [1] } }, delta] as const),
  ],
  [
    'there are more than 1000 buckets',
    ...([
      'exponentialHistogram',
      { positive: { bucketCounts: Array(1_001).fill(1) } },
      delta,
    ] as const),
  ],
])('“%s” is told: %#', async (problem, kind, point, about) => {
  expect(await read(kind, point, about)).toEqual([problem])
})
