import { afterEach, beforeEach, expect, test } from 'vitest'
import { close, configure, decr, flush, gauge, incr, timing } from '#client/index.ts'
import { openTotals } from '#client/metrics/totals.ts'
import { pointsOfJson } from '#lib/intake/otlp/metrics/json.ts'
import { readMetrics } from '#lib/intake/otlp/metrics/read.ts'
import { openReceiver, type Receiver } from '#tests/client/receiver.ts'
import { until } from '#tests/until.ts'

/** A busy machine is slow. */
const PATIENT_MS = 60_000

let receiver: Receiver
let complaints: string[]
beforeEach(async () => {
  complaints = []
  receiver = await openReceiver()
  configure(receiver.dsn, { complain: text => complaints.push(text) })
})
afterEach(async () => {
  await close(0)
  await receiver.close()
})

/** What the intake counts of a report. */
async function counted(report: string) {
  const raw = pointsOfJson(Buffer.from(report))
  const { points, problems, isTimed } = await readMetrics(raw, { now: 0, resource: [] })
  expect([[...problems], isTimed]).toEqual([[], true])
  return points.flat()
}

test('numbers go out together, each as what it is', async () => {
  incr('orders', 2, { country: 'ch' })
  incr('orders', 1, { country: 'ch' })
  incr('orders')
  decr('stock', 4)
  gauge('open', 7)
  gauge('open', 5)
  expect(await flush(PATIENT_MS)).toBe(true)
  expect(receiver.taken).toMatchObject([{ path: '/v1/metrics' }])
  const points = await counted(receiver.taken[0]?.text ?? '')
  const told = points.map(({ name, kind, filters, counted }) => ({ name, kind, filters, counted }))
  const country = [{ name: 'country', values: ['ch'] }]
  expect(told).toEqual([
    { name: 'orders', kind: 'counter', filters: country, counted: { of: 'sum', sum: 3 } },
    { name: 'orders', kind: 'counter', filters: [], counted: { of: 'sum', sum: 1 } },
    { name: 'stock', kind: 'counter', filters: [], counted: { of: 'sum', sum: -4 } },
    { name: 'open', kind: 'gauge', filters: [], counted: { of: 'sum', sum: 5 } },
  ])
})

test('a report that is sent again is the same, byte for byte', async () => {
  const texts: string[] = []
  receiver.answer(({ text }) => ({ status: texts.push(text) === 1 ? 503 : 200 }))
  incr('orders')
  await until(async () => (await flush(50)) && texts.length === 2)
  expect(texts[1]).toBe(texts[0])
})

test.each([
  ['of one size', Array(9).fill(12.5)],
  ['of many sizes', Array.from({ length: 2_000 }, (_, i) => (i + 1) / 10)],
  ['from nothing to an hour', [0, 0.001, 1, 250, 3_600_000]],
])('times %s come with their count, their sum and where they lie', async (_, times) => {
  for (const ms of times) timing('checkout', ms, { shard: [1, 2] })
  await flush(PATIENT_MS)
  const [point] = await counted(receiver.taken[0]?.text ?? '')
  expect(point).toMatchObject({
    ...{ name: 'checkout', kind: 'distribution' },
    filters: [{ name: 'shard', values: ['1', '2'] }],
    counted: { of: 'exponents', range: { min: Math.min(...times), max: Math.max(...times) } },
  })
  if (point?.counted.of !== 'exponents') throw new Error('no histogram')
  const { scale, zero, positive, sum } = point.counted
  expect(sum).toBeCloseTo(times.reduce((all, ms) => all + ms, 0))
  expect(zero + positive.reduce((all, [, count]) => all + count, 0)).toBe(times.length)
  for (const [index, count] of positive) {
    const [above, to] = [2 ** (index * 2 ** -scale), 2 ** ((index + 1) * 2 ** -scale)]
    const [low, high] = [above * (1 - 1e-9), to * (1 + 1e-9)]
    expect(times.filter(ms => ms > low && ms <= high).length).toBeGreaterThanOrEqual(count)
    expect(to / above).toBeLessThan(scale === 6 ? 1.011 : 1.1)
  }
})

test('what is no number or has no name is complained of', async () => {
  incr('', 1)
  gauge('open', Number.NaN)
  timing('checkout', '12' as unknown as number)
  const circle: Record<string, unknown> = {}
  circle.itself = circle
  incr('orders', 1, circle as Record<string, string>)
  expect(await flush(PATIENT_MS)).toBe(true)
  expect(receiver.taken).toEqual([])
  expect(complaints).toEqual([
    'the name of a metric is to have 1 to 250 characters',
    'the value of open is no number',
    'the value of checkout is no number',
    expect.stringMatching(/^orders could not be counted: TypeError: .*circular/),
  ])
})

test('so many metrics are told apart, and those that are more are left out', async () => {
  const reports: string[] = []
  const totals = openTotals(report => reports.push(report))
  for (let i = 0; i < 2_500; i++)
    totals.add({ kind: 'counter', name: 'orders', value: 1, filters: { customer: i } })
  totals.report()
  expect(await counted(reports[0] ?? '')).toHaveLength(2_000)
  expect(complaints.join()).toContain('more than 2000 metrics')
})
