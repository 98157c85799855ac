import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { readColumns } from '#lib/events/aggregate/columns.ts'
import { aggregateOf } from '#lib/events/aggregate/data.ts'
import { keyCompletions, valueCompletions } from '#lib/events/completions/data.ts'
import { questionOf } from '#lib/events/data.ts'
import { csvForm, jsonLinesForm } from '#lib/events/export/lines.ts'
import { facetsOf } from '#lib/events/facets/data.ts'
import { histogramOf } from '#lib/events/histogram/data.ts'
import { storeEvents } from '#lib/events/intake/store.ts'
import { shareOf } from '#lib/events/sample/data.ts'
import { searchEvents } from '#lib/events/search/data.ts'
import { searchTrees } from '#lib/events/trees/data.ts'
import { inTransaction } from '#lib/transaction.ts'
import { freshDatabase } from '#tests/database.ts'
import { anEvent } from '#tests/lib/events/world.ts'

/** A minute of a day that is over. */
const START = Date.UTC(2026, 2, 4, 12) / 1000
const from = new Date(START * 1000)
const to = new Date((START + 600) * 1000)
const COUNT = 240

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  // Every 2.5 seconds one; every fourth a query of the request before it.
  const events = Array.from({ length: COUNT }, (_, i) =>
    anEvent({
      ...{
        type: i % 4 === 3 ? 'request.sql' : 'request',
        uid: `u${i}`,
        id: `t${Math.floor(i / 4)}`,
      },
      ...{ host: `web${i % 3}`, at: START + i * 2.5, seconds: i / 100 },
      traits: {
        user: i % 2 === 0 ? 'ann' : 'bob',
        response: { status: i % 10 === 0 ? 500 : 200 },
        tags: ['eu', `t${i % 2}`],
        ...(i === 7 && { 'a key': 'a "value"', type: 'own' }),
      },
    }),
  )
  const elsewhere = anEvent({ at: START - 3_600, uid: 'before', id: 'before', type: 'old' })
  await inTransaction(database.pool, client => storeEvents(client, 1, [...events, elsewhere]))
})
afterAll(() => database.close())

const ask = (query = '') => questionOf(everything, { query, from, to })

describe('a histogram', () => {
  test('counts all events of a time by when they ended', async () => {
    const { times, lines, others, share } = await histogramOf(await ask(), { sliceSeconds: 60 })
    expect(times.map(at => at / 1000 - START)).toEqual([
      0, 60, 120, 180, 240, 300, 360, 420, 480, 540,
    ])
    expect(lines).toEqual([{ value: undefined, counts: new Array(10).fill(24) }])
    expect(others).toEqual(new Array(10).fill(0))
    expect(share).toBe(1)
  })
  test('tells the most frequent values apart and counts the others together', async () => {
    const { lines, others } = await histogramOf(await ask(), {
      sliceSeconds: 600,
      by: 'response.status',
      most: 1,
    })
    expect(lines).toEqual([{ value: 200, counts: [216] }])
    expect(others).toEqual([24])
  })
  test('goes by the names of types', async () => {
    const { lines } = await histogramOf(await ask('host = web0'), { sliceSeconds: 600, by: 'type' })
    expect(lines).toEqual([
      { value: 'request', counts: [60] },
      { value: 'request.sql', counts: [20] },
    ])
  })
  test('has a line for events without the trait', async () => {
    const { lines } = await histogramOf(await ask(), { sliceSeconds: 600, by: '"a key"' })
    expect(lines).toEqual([
      { value: undefined, counts: [239] },
      { value: 'a "value"', counts: [1] },
    ])
  })
})

describe('facets', () => {
  test('count values, those of lists each, and events without any', async () => {
    const { facets, count } = await facetsOf(await ask(), {
      keys: ['type', 'host', 'tags', '"a key"', 'nothing'],
      most: 2,
    })
    expect(count).toBe(COUNT)
    expect(facets).toEqual([
      {
        key: 'type',
        values: [
          { value: 'request', count: 180 },
          { value: 'request.sql', count: 60 },
        ],
        others: 0,
        without: 0,
      },
      {
        key: 'host',
        values: [
          { value: 'web0', count: 80 },
          { value: 'web1', count: 80 },
        ],
        others: 80,
        without: 0,
      },
      {
        key: 'tags',
        values: [
          { value: 'eu', count: 240 },
          { value: 't0', count: 120 },
        ],
        others: 120,
        without: 0,
      },
      { key: '"a key"', values: [{ value: 'a "value"', count: 1 }], others: 0, without: 239 },
      { key: 'nothing', values: [], others: 0, without: 240 },
    ])
  })
  test('keep numbers apart from texts', async () => {
    const { facets } = await facetsOf(await ask('response.status = 500'), {
      keys: ['response.status'],
    })
    expect(facets[0]?.values).toEqual([{ value: 500, count: 24 }])
  })
})

describe('numbers', () => {
  test('are those of all events of a time', async () => {
    const columns = readColumns(
      'count, rate, avg(duration), p50(duration), max(duration), distinct(user)',
    )
    const { rows } = await aggregateOf(await ask(), { columns })
    expect(rows).toHaveLength(1)
    expect(rows[0]?.numbers[0]).toBe(240)
    expect(rows[0]?.numbers[1]).toBeCloseTo(0.4)
    expect(rows[0]?.numbers.slice(2).map(number => Number(number?.toFixed(3)))).toEqual([
      1.195, 1.195, 2.39, 2,
    ])
  })
  test('go by a trait, the greatest first, and over time', async () => {
    const found = await aggregateOf(await ask(), {
      ...{ columns: readColumns('count,sum(response.status)'), by: 'type' },
      ...{ sliceSeconds: 300, most: 1 },
    })
    expect(found.isCut).toBe(true)
    expect(found.rows).toHaveLength(1)
    expect(found.rows[0]).toMatchObject({ value: 'request', numbers: [180, 36_000 + 24 * 300] })
    expect(found.rows[0]?.over.map(numbers => numbers?.[0])).toEqual([90, 90])
  })
  test.each(['median(duration)', 'count,x', 'p95()', 'avg', 'p101(duration)', 'sum(a..b)'])(
    '%s is no measure',
    text => expect(() => readColumns(text)).toThrow(/measure/),
  )
})

describe('a search', () => {
  test('goes back page by page, without gaps or repeats', async () => {
    const uids: string[] = []
    let cursor: string | undefined
    do {
      const { items, next } = await searchEvents(await ask('user = ann'), { limit: 7, cursor })
      uids.push(...items.map(({ uid }) => uid))
      cursor = next ?? undefined
    } while (cursor)
    expect(uids).toEqual(Array.from({ length: 120 }, (_, i) => `u${238 - 2 * i}`))
  })
  test('that has no time left goes on from where it stopped', async () => {
    const question = { ...(await ask('type = old')), from: new Date((START - 7_200) * 1000) }
    const uids: string[] = []
    let [pages, cursor]: [number, string | undefined] = [0, undefined]
    do {
      const page = await searchEvents(question, { limit: 5, cursor, now: ticking(1_500) })
      uids.push(...page.items.map(({ uid }) => uid))
      cursor = page.next ?? undefined
      pages++
    } while (cursor)
    expect(uids).toEqual(['before'])
    expect(pages).toBeGreaterThan(1)
  })
  test('finds what belongs together once, over all pages', async () => {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const { items, next } = await searchTrees(await ask(), { limit: 10, cursor })
      ids.push(...items.map(({ id }) => id))
      cursor = next ?? undefined
    } while (cursor)
    expect(ids).toEqual(Array.from({ length: 60 }, (_, i) => `t${59 - i}`))
  })
  test('tells of what belongs together how much and how long', async () => {
    const { items } = await searchTrees(await ask('uid = u5'), { limit: 10 })
    expect(items).toMatchObject([
      {
        id: 't1',
        count: 4,
        type: 'request',
        types: ['request', 'request.sql'],
        hosts: ['web0', 'web1', 'web2'],
      },
    ])
  })
})

describe('completions', () => {
  test('are what every event has, and the traits of these', async () => {
    const texts = (await keyCompletions(await ask(), '')).map(({ text }) => text)
    expect(texts.slice(0, 6)).toEqual(['type', 'host', 'duration', 'id', 'uid', 'pid'])
    expect(texts).toEqual(expect.arrayContaining(['user', 'response.status', 'tags']))
  })
  test('begin with what is typed, or have it in them', async () => {
    const texts = (await keyCompletions(await ask(), 'sta')).map(({ text }) => text)
    expect(texts).toEqual(['response.status'])
  })
  test('of a value are as they are written', async () => {
    const question = await ask()
    expect((await valueCompletions(question, '"a key"', '')).map(({ text }) => text)).toEqual([
      '"a \\"value\\""',
    ])
    expect(
      (await valueCompletions(question, 'response.status', '')).map(({ text }) => text),
    ).toEqual(['200', '500'])
    expect((await valueCompletions(question, 'type', 'sql')).map(({ text }) => text)).toEqual([
      'request.sql',
    ])
  })
})

describe('of much', () => {
  test('a share is looked at, and counted up to about all', async () => {
    const question = await ask()
    expect(await shareOf(question)).toBe(1)
    const { lines, share } = await histogramOf(question, { sliceSeconds: 300, share: 0.5 })
    expect(share).toBe(0.5)
    const counts = lines[0]?.counts ?? []
    expect(counts).toHaveLength(2)
    for (const count of counts) expect(Math.abs(count - 120)).toBeLessThanOrEqual(40)
  })
})

test('files have a line for each event, and columns that are asked for', async () => {
  const { items } = await searchEvents(await ask('uid = u7'), { limit: 1 })
  const csv = csvForm(['response.status', '"a key"', 'tags'])
  expect(csv.head).toBe(
    'at,start,duration,project,type,host,pid,id,uid,response.status,"""a key""",tags,traits\r\n',
  )
  expect(csv.lines(items)).toContain('web1,1,t1,u7,200,"a ""value""","[""eu"",""t1""]"')
  expect(JSON.parse(jsonLinesForm.lines(items))).toMatchObject({
    uid: 'u7',
    traits: { user: 'bob' },
  })
})

/** A clock that goes on by so much whenever it is looked at. */
function ticking(ms: number) {
  let at = Date.now()
  return () => {
    at += ms
    return at
  }
}
