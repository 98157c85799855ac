import { describe, expect, test } from 'vitest'
import { chanceFrom, oneOf, skewed, timesOf } from '#bin/demo/shop/chance.ts'
import { shopDashboard } from '#bin/demo/shop/dashboard.ts'
import { type Happening, minuteOf } from '#bin/demo/shop/minute.ts'
import { requestOf } from '#bin/demo/shop/otlp.ts'
import { STORIES } from '#bin/demo/shop/traffic.ts'
import { pointsOfJson } from '#lib/intake/otlp/metrics/json.ts'
import { readMetrics } from '#lib/intake/otlp/metrics/read.ts'
import { partsOf } from '#lib/metrics/totals/counted.ts'

/** A Wednesday, in UTC. */
const DAY = Date.UTC(2026, 10, 18) / 1000
const MINUTES = 1_440

const day = Array.from({ length: MINUTES }, (_, minute) => minuteOf(DAY + minute * 60))

/** All that happened in these minutes of the day. */
const between = (from: number, minutes: number): Happening[] =>
  day.slice(from, from + minutes).flat()
const sum = (all: readonly Happening[], metric: string, word = '') =>
  all
    .filter(one => one.metric === metric && (!word || Object.values(one.words).includes(word)))
    .reduce((total, { value }) => total + value, 0)
const mean = (all: readonly Happening[], metric: string, word: string) =>
  sum(all, metric, word) /
  all.filter(one => one.metric === metric && Object.values(one.words).includes(word)).length

describe('chance', () => {
  test('is the same for the same seed, and another for the next one', () => {
    const first = (seed: number) => chanceFrom(seed)()
    expect(first(7)).toBe(first(7))
    expect(first(7)).not.toBe(first(8))
  })

  test.each([0, 0.3, 5, 200])('what happens %d times on average does so in the long run', mean => {
    const chance = chanceFrom(1)
    const all = Array.from({ length: 4_000 }, () => timesOf(mean, chance))
    expect(all.reduce((a, b) => a + b) / all.length).toBeCloseTo(mean, mean > 100 ? -1 : 0)
  })

  test('a name comes as often as it weighs, and half of all values are below the median', () => {
    const chance = chanceFrom(1)
    const names = Array.from({ length: 4_000 }, () => oneOf({ a: 3, b: 1, c: 0 }, chance))
    const share = names.filter(name => name === 'a').length / names.length
    expect(share).toBeGreaterThan(0.7)
    expect(share).toBeLessThan(0.8)
    expect(names).not.toContain('c')
    const below = Array.from({ length: 4_000 }, () => skewed(50, 0.7, chance)).filter(v => v < 50)
    expect(below.length / 4_000).toBeCloseTo(0.5, 1)
  })
})

test('a minute is the same whenever it is asked for', () => {
  expect(minuteOf(DAY)).toEqual(day[0])
  expect(requestOf(DAY)).toBe(requestOf(DAY))
  expect(minuteOf(DAY + 60)).not.toEqual(day[0])
})

describe('a day of the shop', () => {
  test('is quiet at night and busy in the evening', () => {
    const [night, evening] = [between(3 * 60, 60), between(19 * 60, 60)]
    expect(sum(evening, 'shop.visits', 'de')).toBeGreaterThan(5 * sum(night, 'shop.visits', 'de'))
    expect(sum(evening, 'shop.orders', 'paid')).toBeGreaterThan(sum(night, 'shop.orders', 'paid'))
  })

  test('has a newsletter, for phones', () => {
    const { from } = STORIES.newsletter
    const [before, then] = [between(from - 30, 30), between(from, 30)]
    const rise = (device: string) =>
      sum(then, 'shop.visits', device) / sum(before, 'shop.visits', device)
    expect(rise('phone')).toBeGreaterThan(2)
    expect(rise('desktop')).toBeLessThan(1.5)
  })

  test('has a release after which the search is slow', () => {
    const { from, minutes } = STORIES.release
    const of = (page: string, start: number) =>
      mean(between(start, minutes), 'shop.request.duration', page)
    expect(of('/search', from)).toBeGreaterThan(2.5 * of('/search', from - minutes))
    expect(of('/product', from)).toBeLessThan(1.5 * of('/product', from - minutes))
  })

  test('has a provider that fails, and orders that fail with it', () => {
    const { from, minutes } = STORIES.provider
    const failed = (start: number) => sum(between(start, minutes), 'shop.payments.failed')
    expect(failed(from)).toBeGreaterThan(5 * Math.max(failed(from - minutes), 1))
    expect(sum(between(0, MINUTES), 'shop.payments.failed')).toBe(
      sum(between(0, MINUTES), 'shop.orders', 'failed'),
    )
  })

  test('has invoices that wait at night', () => {
    expect(sum(between(STORIES.night.from, 1), 'shop.queue.depth', 'invoices')).toBeGreaterThan(800)
    expect(sum(between(12 * 60, 1), 'shop.queue.depth', 'invoices')).toBeLessThan(10)
  })
})

test('what is sent is read as what was meant', async () => {
  const at = DAY + STORIES.provider.from * 60
  const context = { now: at, resource: ['service.name'] }
  const { points, problems } = await readMetrics(pointsOfJson(Buffer.from(requestOf(at))), context)
  expect([...problems.keys()]).toEqual([])
  const read = new Map<string, number>()
  for (const { name, counted, at: time, filters } of points.flat()) {
    const values = partsOf(counted).reduce((total, { value, times }) => total + value * times, 0)
    read.set(name, (read.get(name) ?? 0) + values)
    expect(time).toBe(at + 59)
    expect(filters).toContainEqual({ name: 'service.name', values: ['shop'] })
  }
  const happened = minuteOf(at)
  const metrics = new Set(happened.map(one => one.metric))
  for (const metric of metrics) expect(read.get(metric)).toBeCloseTo(sum(happened, metric), 6)
  expect(new Set(read.keys())).toEqual(metrics)
})

test('its dashboard shows metrics and filters that there are', () => {
  const words = new Map<string, Set<string>>()
  for (const { metric, words: own } of day.flat())
    words.set(metric, new Set([...(words.get(metric) ?? []), ...Object.keys(own)]))
  const lines = shopDashboard('shop').panels.flatMap(({ panel }) => {
    if (panel.kind === 'metrics') return panel.lines
    return panel.kind === 'number' || panel.kind === 'table'
      ? [{ by: undefined, ...panel.line }]
      : []
  })
  expect(lines.length).toBeGreaterThan(8)
  for (const { metric, by, filters } of lines)
    for (const name of [...Object.keys(filters), ...(by ? [by] : [])])
      expect([metric, ...(words.get(metric) ?? [])]).toContain(name)
})
