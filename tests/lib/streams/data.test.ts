import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everything, type Reach } from '#lib/access/reach.ts'
import { createProject } from '#lib/projects/mutations.ts'
import { countStreams, getStream, listStreams } from '#lib/streams/data.ts'
import { type AskedStreams, filterOf } from '#lib/streams/reading/asked.ts'
import { markOf, pageAt } from '#lib/streams/reading/mark.ts'
import type { Order } from '#lib/streams/reading/place.ts'
import { STREAM_STATES, totalOf } from '#lib/streams/states.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { newStream, newTrigger } from '#tests/lib/streams/reading/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
const outside: Reach = { all: false, groups: [] }
const inside: Reach = { all: false, groups: ['secret'] }
/** By what they are for. */
const ids: Record<string, number> = {}

beforeAll(async () => {
  database = await freshDatabase()
  const { pool, db } = database
  await db.group.create({ data: { name: 'secret' } })
  const hidden = await createProject({ name: 'hidden', groups: ['secret'] }, byAda)
  const orders = await newTrigger(pool, 'orders')
  const returns = await newTrigger(pool, 'returns', { distinguished_by: [{ timestamp: 'day' }] })
  const secrets = await newTrigger(pool, 'secrets', {}, hidden.id)
  const add = async (name: string, trigger: number, given: Parameters<typeof newStream>[2]) => {
    ids[name] = await newStream(pool, trigger, given)
  }
  await add('failed', orders, { state: 'error', traits: { order: '1', region: 'eu' }, error: 'no' })
  await add('old', orders, { traits: { order: '2', region: 'us' }, first: '2026-01-01T00:00:00Z' })
  await add('number', orders, { state: 'completed', traits: { order: 3, region: 'eu' } })
  await add('again', orders, { state: 'retry_fire', traits: { order: '4;5', region: 'eu' } })
  await add('day', returns, {
    state: 'expire_error',
    traits: {
      timestamp: { begin: '2026-11-01T00:00:00.000000Z', end: '2026-11-02T00:00:00.000000Z' },
    },
  })
  await add('secret', secrets, { traits: { order: '1', region: 'mars' } })
})
afterAll(() => database.close())

async function found(asked: AskedStreams, reach: Reach = everything, order: Order = 'newest') {
  const { items } = await listStreams(reach, await filterOf(reach, asked), { limit: 50, order })
  return items.map(({ id }) => Object.keys(ids).find(name => ids[name] === id))
}

describe('a list', () => {
  test('has the newest first, or the oldest, or what failed', async () => {
    const newest = ['secret', 'day', 'again', 'number', 'old', 'failed']
    expect(await found({})).toEqual(newest)
    expect(await found({}, everything, 'oldest')).toEqual(newest.toReversed())
    expect(await found({}, everything, 'worst')).toEqual([
      ...['day', 'failed', 'again', 'secret', 'old', 'number'],
    ])
  })

  test.each<[AskedStreams, string[]]>([
    [{ state: ['error', 'expire_error'] }, ['day', 'failed']],
    [{ trigger: 'returns' }, ['day']],
    [{ trigger: 'nothing' }, []],
    [{ project: 'hidden' }, ['secret']],
    [{ distinguishing_traits: 'region:eu' }, ['again', 'number', 'failed']],
    [{ distinguishing_traits: 'region:eu; order:1' }, ['failed']],
    [{ distinguishing_traits: 'order:3' }, ['number']],
    [{ distinguishing_traits: 'order:"4;5"' }, ['again']],
    [{ distinguishing_traits: 'timestamp:2026-11-01/2026-11-02' }, ['day']],
    [{ distinguishing_traits: 'nobody:1' }, []],
    [{ q: 'order:1' }, ['secret', 'failed']],
    [{ q: 'us' }, ['old']],
    [{ q: '2026-11-01/2026-11-02' }, ['day']],
    [{ q: 'nobody:1' }, []],
    [{ older_than: '2026-06-01T00:00:00Z' }, ['old']],
    [{ younger_than: '2026-11-01T12:00:00.000000Z' }, []],
    [{ from: '2026-11-01T12:00:00Z', trigger: 'orders' }, ['again', 'number', 'failed']],
    [{ to: '2026-11-01T12:00:00Z' }, ['old']],
    [{ q: 'eu', state: ['error'], from: '2026-10-01T00:00:00Z' }, ['failed']],
  ])('for %j', async (asked, names) => {
    expect(await found(asked)).toEqual(names)
  })

  test('goes on from page to page, each stream once', async () => {
    for (const order of ['newest', 'oldest', 'worst'] as const) {
      const seen: number[] = []
      let cursor: string | undefined
      do {
        const page = await listStreams(everything, {}, { limit: 2, order, cursor })
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.next ?? undefined
      } while (cursor)
      const { items } = await listStreams(everything, {}, { limit: 50, order })
      expect(seen).toEqual(items.map(({ id }) => id))
    }
  })

  test('goes on after a mark of Winchester’s', async () => {
    const behind = async (name: string, order: 'newest' | 'oldest') => {
      const place = pageAt(markOf(ids[name] ?? 0, order))
      const { items } = await listStreams(everything, {}, { limit: 1, ...place })
      return items[0]?.id
    }
    expect(await behind('number', 'newest')).toBe(ids.old)
    expect(await behind('number', 'oldest')).toBe(ids.again)
    expect(() => pageAt('x')).toThrow('The cursor is not one')
  })

  test('refuses a cursor that is none', async () => {
    const asked = listStreams(everything, {}, { limit: 1, cursor: '1-x' })
    await expect(asked).rejects.toMatchObject({ fields: { cursor: 'is not valid' } })
  })
})

test('streams of a project beyond reach are in no list, no count, and not found', async () => {
  expect(await found({ q: '1' }, outside)).toEqual(['failed'])
  expect(await found({ q: 'mars' }, inside)).toEqual(['secret'])
  expect(totalOf(await countStreams(outside, {}))).toBe(5)
  await expect(getStream(outside, ids.secret ?? 0)).rejects.toMatchObject({ code: 'not_found' })
  expect(await getStream(inside, ids.secret ?? 0)).toMatchObject({ trigger: 'secrets' })
  await expect(found({ project: 'hidden' }, outside)).rejects.toMatchObject({ code: 'not_found' })
})

test('counts tell how many there are in each state', async () => {
  const counts = await countStreams(everything, await filterOf(everything, { trigger: 'orders' }))
  expect(counts).toEqual({
    ...Object.fromEntries(STREAM_STATES.map(state => [state, 0])),
    ...{ active: 1, error: 1, completed: 1, retry_fire: 1 },
  })
})

test('a stream has its times to the microsecond', async () => {
  const trigger = await newTrigger(database.pool, 'precise')
  const id = await newStream(database.pool, trigger, { first: '2026-11-01T12:00:00.000001Z' })
  expect(await getStream(everything, id)).toMatchObject({
    firstEvent: '2026-11-01T12:00:00.000001Z',
    expireAt: '2026-11-02T12:00:00.000001Z',
  })
})
