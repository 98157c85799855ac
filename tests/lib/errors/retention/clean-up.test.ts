import { afterEach, beforeEach, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { listChanges } from '#lib/audit/data.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { operateOn } from '#lib/errors/mutations.ts'
import { cleanUpErrors } from '#lib/errors/retention/clean-up.ts'
import { getRetention, keptSince } from '#lib/errors/retention/data.ts'
import { thinExamples } from '#lib/errors/retention/examples.ts'
import { setRetention } from '#lib/errors/retention/mutations.ts'
import { countErrors } from '#lib/errors/source/data.ts'
import { undoers } from '#lib/registry.ts'
import { ada, bob } from '#tests/actor.ts'
import { openStore, type Store } from '#tests/lib/errors/store.ts'

let store: Store
beforeEach(async () => {
  store = await openStore()
})
afterEach(() => store.close())

const DAY = 86_400_000
const now = new Date('2026-03-14T15:30:00Z')
const never = new AbortController().signal
const clean = (at = now) => cleanUpErrors(store.pool, at, never)
const daysAgo = (days: number) => now.getTime() - days * DAY

/** Counts straight into the store: the intake takes the present time for what is too old. */
async function countAt(...days: number[]) {
  await store.send({ message: 'disk is full' })
  const id = await store.signatureOf('disk is full')
  await store.pool.query('truncate error_second, error_minute, error_hour')
  for (const at of days.map(daysAgo)) {
    await store.pool.query('insert into error_second values ($1, $2, 1, 1)', [id, new Date(at)])
    for (const [table, ms] of [
      ['error_minute', 60_000],
      ['error_hour', 3_600_000],
    ] as const)
      await store.pool.query(`insert into ${table} values ($1, $2, 1, 3, 1, 1)`, [
        id,
        new Date(Math.floor(at / ms) * ms),
      ])
  }
  return id
}

const left = async (table: string) =>
  (await store.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n

test('counts are kept two days by the second, thirty by the minute, two years by the hour', async () => {
  await countAt(1, 3, 29, 40, 720, 740)
  await clean()
  expect(await left('error_second')).toBe(1)
  expect(await left('error_minute')).toBe(3)
  expect(await left('error_hour')).toBe(5)
})

test('what is deleted by the second is still counted, by the minute or the hour', async () => {
  const id = await countAt(1, 3, 29, 40, 720)
  const range = { from: new Date(daysAgo(725)), to: now }
  expect(await countErrors({ reach: everything, signature: id, range })).toBe(5)
  await clean()
  expect(await countErrors({ reach: everything, signature: id, range })).toBe(5)
})

test('when more is to be kept, readers still know what is gone', async () => {
  const id = await countAt(1, 3)
  await clean()
  await setRetention({ secondsDays: 7 }, ada)
  await clean()
  const range = { from: new Date(daysAgo(4)), to: now }
  expect(await countErrors({ reach: everything, signature: id, range })).toBe(2)
  expect((await keptSince()).second).toBeGreaterThan(daysAgo(3) / 1_000)
})

test('the settings are checked, noted and undone', async () => {
  await setRetention({ secondsDays: 1, minutesDays: 60 }, ada)
  expect(await getRetention()).toEqual({ secondsDays: 1, minutesDays: 60, hoursDays: 730 })
  await expect(setRetention({ hoursDays: 30 }, ada)).rejects.toMatchObject({
    fields: { hoursDays: 'must not be less than those by the minute' },
  })
  const [entry] = (await listChanges({ limit: 5 })).items
  await undoChange(undoers, entry?.id ?? 0, bob)
  expect(await getRetention()).toEqual({ secondsDays: 2, minutesDays: 30, hoursDays: 730 })
})

test('more than one batch is deleted, and nothing more once it is asked to stop', async () => {
  await countAt()
  await store.pool.query(
    `insert into error_second select id, $1::timestamptz + n * interval '1 second', 1, project_id
     from signature, generate_series(1, 12000) n`,
    [new Date(daysAgo(10))],
  )
  await cleanUpErrors(store.pool, now, AbortSignal.abort())
  expect(await left('error_second')).toBe(12_000)
  await clean()
  expect(await left('error_second')).toBe(0)
})

test('a deleted signature goes for good after thirty days, with what was merged into it', async () => {
  await store.send({ message: 'disk is full' }, { message: 'the mail bounced' })
  const [disk, mail] = [
    await store.signatureOf('disk is full'),
    await store.signatureOf('the mail bounced'),
  ]
  await operateOn({ action: 'merge', into: disk, ids: [mail] }, ada)
  const [entry] = await operateOn({ action: 'delete', ids: [disk] }, ada)
  await clean(new Date(Date.now() + 29 * DAY))
  expect(await left('signature')).toBe(2)
  await clean(new Date(Date.now() + 31 * DAY))
  expect(await left('signature')).toBe(0)
  await expect(undoChange(undoers, entry ?? 0, ada)).rejects.toThrow('removed for good')
})

test('repeats are forgotten after a day', async () => {
  await store.pool.query(
    `insert into intake_seen (project_id, key, at) values (1, 'a', $1), (1, 'b', $2)`,
    [new Date(daysAgo(1.1)), new Date(daysAgo(0.9))],
  )
  await clean()
  expect(await left('intake_seen')).toBe(1)
})

test('the newest errors stay, and as many older ones, spread over their time', async () => {
  await store.send({ message: 'disk is full' })
  const id = await store.signatureOf('disk is full')
  await store.pool.query('truncate error_event cascade')
  await store.pool.query(`update project set settings = '{"errors":{"keepEvents":10}}'`)
  await store.pool.query(
    `insert into error_event (signature_id, project_id, at, input, level, host, program, message, classifier, matched)
     select $1, 1, $2::timestamptz + n * interval '1 hour', 'http', 3, '', '', n::text, 'template', ''
     from generate_series(1, 110) n`,
    [id, new Date(daysAgo(10))],
  )
  expect(await thinExamples(store.pool, never)).toBe(90)
  const kept = async () =>
    (
      await store.pool.query<{ n: number }>(
        'select message::int as n from error_event order by error_event.id',
      )
    ).rows.map(({ n }) => n)
  const all = await kept()
  expect(all.slice(10)).toEqual([101, 102, 103, 104, 105, 106, 107, 108, 109, 110])
  expect(all.slice(0, 10)).toEqual([1, 11, 21, 31, 41, 51, 61, 71, 81, 91])
  expect(await thinExamples(store.pool, never)).toBe(0)
  expect(await kept()).toEqual(all)
})

test('a facet with many values keeps the most frequent ones and has room for new ones', async () => {
  await store.send({ message: 'disk is full', host: 'often' })
  const id = await store.signatureOf('disk is full')
  await store.pool.query(
    `insert into error_facet select $1, 'host', 'once-' || n, case when n = 77 then 9 else 1 end, now(), 1
     from generate_series(1, 120) n`,
    [id],
  )
  await store.pool.query(
    `update error_facet set count = 1000 where signature_id = $1 and value = 'often'`,
    [id],
  )
  expect(await clean()).toMatchObject({ facets: 71 })
  const { rows } = await store.pool.query<{ value: string }>(
    `select value from error_facet where signature_id = $1 and facet = 'host' order by count desc limit 2`,
    [id],
  )
  expect(rows.map(({ value }) => value)).toEqual(['often', 'once-77'])
})
