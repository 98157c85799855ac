import { afterAll, beforeAll, expect, test } from 'vitest'
import { filtersOf, listMetrics, newestMetrics } from '#lib/metrics/catalog/data.ts'
import { findMetric } from '#lib/metrics/data.ts'
import { freshDatabase } from '#tests/database.ts'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  const intake = openIntake(database.pool)
  await intake.accept(aProject(), 'gottwall', [
    anUpdate({ name: 'shop.orders', f: { country: ['de', 'ch'], device: 'web' } }),
    anUpdate({ name: 'shop.orders', f: { country: 'at' } }),
    anUpdate({ name: 'shop:odd_name%' }),
    anUpdate({ name: 'took', kind: 'gauge' }),
    anUpdate({ name: 'took', kind: 'distribution' }),
  ])
  await intake.close()
})
afterAll(() => database.close())

const listed = async (query: { q?: string; limit?: number; cursor?: string }) => {
  const { items, next } = await listMetrics(1, { limit: 10, ...query })
  return [items.map(({ name, kind }) => `${name} ${kind}`), next] as const
}

test('metrics are listed by name, page by page, each kind for itself', async () => {
  const all = ['shop.orders counter', 'shop:odd_name% counter', 'took distribution', 'took gauge']
  expect((await listed({}))[0].toSorted()).toEqual(all.toSorted())
  const pages: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const [items, next] = await listed({ limit: 1, ...(cursor && { cursor }) })
    expect(items).toHaveLength(1)
    pages.push(...items)
    cursor = next
  }
  expect(pages).toEqual((await listed({}))[0])
})

test('all words of a search are looked for, signs of patterns as they are', async () => {
  expect((await listed({ q: 'ORD shop' }))[0]).toEqual(['shop.orders counter'])
  expect((await listed({ q: 'd_n' }))[0]).toEqual(['shop:odd_name% counter'])
  expect((await listed({ q: '%' }))[0]).toEqual(['shop:odd_name% counter'])
})

test('of another project nothing is listed', async () => {
  expect(await listMetrics(2, { limit: 10 })).toEqual({ items: [], next: null })
})

test('the newest is what something came for last', async () => {
  await database.pool.query(
    `update metric set last_seen = last_seen + interval '1 minute' where kind = 'distribution'`,
  )
  expect(await newestMetrics(1, 1)).toMatchObject([{ name: 'took', kind: 'distribution' }])
})

test('a metric has its filters with their values', async () => {
  const metric = await findMetric(1, { name: 'shop.orders' })
  expect(await filtersOf(metric?.id ?? 0)).toEqual([
    { name: 'country', values: ['at', 'ch', 'de'], count: 3 },
    { name: 'device', values: ['web'], count: 1 },
  ])
})
