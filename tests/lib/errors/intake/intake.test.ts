import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'
import { anError, aProject, cameIn, counted, openIntake } from '#tests/lib/errors/intake/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let intake: ReturnType<typeof openIntake>
beforeEach(async () => {
  database = await freshDatabase()
  intake = openIntake(database.pool)
})
afterEach(async () => {
  await intake.close()
  await database.close()
})
const project = aProject()
const rows = async (sql: string) => (await database.pool.query(sql)).rows

test('what is accepted is in the database when it is answered', async () => {
  const receipts = await intake.accept(project, 'http', [anError(), anError({ message: 'other' })])
  expect(receipts).toEqual([{ status: 'accepted' }, { status: 'accepted' }])
  expect(await counted(database.pool)).toEqual({ 'it broke': 1, other: 1 })
  expect(await cameIn(database.pool)).toEqual({ 'http accepted': 2 })
})

test('counts are per second, and per minute and hour by host and level', async () => {
  const at = Date.UTC(2026, 0, 2, 3, 59, 58, 500)
  const events = Array.from({ length: 30 }, (_, i) =>
    anError({ at: at + i * 100, host: `web-${i % 2}`, level: 2 + (i % 2) }),
  )
  await intake.accept(project, 'http', events.slice(0, 10))
  for (const event of events.slice(10)) intake.offer(project, 'syslog', event)
  await intake.close()

  expect(
    await rows(
      `select to_char(at at time zone 'UTC', 'HH24:MI:SS') as at, count::int from error_second order by 1`,
    ),
  ).toEqual([
    { at: '03:59:58', count: 5 },
    { at: '03:59:59', count: 10 },
    { at: '04:00:00', count: 10 },
    { at: '04:00:01', count: 5 },
  ])
  for (const table of ['error_minute', 'error_hour'])
    expect(
      await rows(
        `select to_char(at at time zone 'UTC', 'HH24:MI') as at, name, level, count::int from ${table}
         join error_host h on h.id = host_id order by 1, 2`,
      ),
    ).toEqual(
      ['03', '04'].flatMap(hour => {
        const minute = hour === '03' && table === 'error_minute' ? '59' : '00'
        return [0, 1].map(i => ({
          at: `${hour}:${minute}`,
          name: `web-${i}`,
          level: 2 + i,
          count: expect.any(Number),
        }))
      }),
    )
  for (const table of ['error_minute', 'error_hour'])
    expect(await rows(`select sum(count)::int as n from ${table}`)).toEqual([{ n: 30 }])
})

test('a signature knows its worst level, its times, its hosts, programs, levels and releases', async () => {
  const at = Date.now()
  await intake.accept(project, 'http', [
    anError({ at: at - 5_000, release: '1.0' }),
    anError({ at, level: 1, host: 'web-2', release: '1.1' }),
    anError({ at: at - 9_000, program: 'cart' }),
  ])
  expect(await rows('select level, first_seen, last_seen from signature')).toEqual([
    { level: 1, first_seen: new Date(at - 9_000), last_seen: new Date(at) },
  ])
  const facets = await rows(
    `select facet || ' ' || value as value, count::int from error_facet order by 1`,
  )
  expect(Object.fromEntries(facets.map(({ value, count }) => [value, count]))).toEqual({
    'host web-1': 2,
    'host web-2': 1,
    'level alert': 1,
    'level error': 2,
    'program cart': 1,
    'program shop': 2,
    'release 1.0': 1,
    'release 1.1': 1,
  })
})

test('an example is the whole event, with why it is where it is', async () => {
  const exceptions = [{ type: 'TypeError', message: 'no', frames: [] }]
  await intake.accept(project, 'sentry', [
    anError({
      exceptions,
      details: { tags: { a: 'b' }, extra: { nul: '\0', half: '\ud800' } },
      uid: 'u',
    }),
  ])
  expect(
    await rows('select input, host, program, uid, classifier, matched, details from error_event'),
  ).toEqual([
    {
      ...{ input: 'sentry', host: 'web-1', program: 'shop', uid: 'u' },
      ...{ classifier: 'template', matched: 'it broke' },
      details: { exceptions, tags: { a: 'b' }, extra: { nul: '\ufffd', half: '\ufffd' } },
    },
  ])
})

test('a flood is counted in full and kept in samples, the newest of them', async () => {
  const at = Date.now() - 10_000
  const flood = Array.from({ length: 5_000 }, (_, i) => anError({ at: at + i }))
  await intake.accept(project, 'http', flood)
  expect(await counted(database.pool)).toEqual({ 'it broke': 5_000 })
  const [kept] = await rows(
    'select count(*)::int as n, max(at) as newest, min(at) as oldest from error_event',
  )
  expect(kept).toEqual({ n: 100, newest: new Date(at + 4_999), oldest: new Date(at + 4_900) })
})

test('a repeat is not counted: by its uid, by the key of its batch, also within one', async () => {
  const send = (uid: string | undefined, key?: string) =>
    intake.accept(project, 'http', [anError({ ...(uid && { uid }) }), anError({ uid: 'twin' })], {
      key,
    })
  const statuses = async (...args: Parameters<typeof send>) =>
    (await send(...args)).map(({ status }) => status)

  expect(await statuses('twin')).toEqual(['accepted', 'duplicate'])
  expect(await statuses('b', 'batch')).toEqual(['accepted', 'duplicate'])
  expect(await statuses('c', 'batch')).toEqual(['duplicate', 'duplicate'])
  expect(await statuses('c')).toEqual(['accepted', 'duplicate'])
  expect(await intake.accept(aProject({ id: 2 }), 'http', [anError({ uid: 'c' })])).toEqual([
    { status: 'accepted' },
  ])
})

test.each([
  ['1970', Date.UTC(1970, 0, 1)],
  ['2100', Date.UTC(2100, 0, 1)],
  ['no number', Number.NaN],
])('a time that cannot be true (%s) is counted now, and marked', async (_, at) => {
  const before = Date.now()
  await intake.accept(project, 'http', [anError({ at })])
  const [{ last_seen }] = await rows('select last_seen from signature')
  expect(last_seen.getTime()).toBeGreaterThanOrEqual(before)
  const [{ details }] = await rows('select details from error_event')
  expect(details.marks).toEqual([expect.stringMatching(/cannot be true/)])
})

test('beyond the limits of a project, who asks is told when to come again, and others are dropped', async () => {
  const limits = { messagesPerSecond: 1, bytesPerSecond: null, signatures: 10, series: 10 }
  const limited = aProject({ limits })
  await intake.accept(
    limited,
    'http',
    Array.from({ length: 1_000 }, () => anError()),
  )
  await expect(intake.accept(limited, 'http', [anError()])).rejects.toMatchObject({
    code: 'too_many',
    retryAfterSeconds: expect.any(Number),
  })
  expect(intake.offer(limited, 'syslog', anError())).toBe(false)
  await intake.close()
  expect(await cameIn(database.pool)).toEqual({
    'http accepted': 1_000,
    'http rate_limited': 1,
    'syslog rate_limited': 1,
  })
})

test.each([
  ['drop', 'ignored', 0, { 'syslog below_level': 2 }],
  ['keep', 'kept', 2, { 'syslog kept': 2 }],
] as const)(
  'logs that are less bad than the project counts: %s',
  async (below, status, kept, came) => {
    const { settings } = project
    const own = aProject({ settings: { ...settings, errors: { ...settings.errors, below } } })
    const warning = anError({ level: 4, details: { facility: 'daemon' } })
    expect(await intake.accept(own, 'syslog', [warning])).toEqual([{ status }])
    expect(intake.offer(own, 'syslog', warning)).toBe(below === 'keep')
    await intake.accept(own, 'http', [warning])
    await intake.close()

    expect(await cameIn(database.pool)).toEqual({ ...came, 'http accepted': 1 })
    const events = await rows(
      `select t.name as type, h.name as host, traits from event
       join event_type t on t.id = type_id join event_host h on h.id = host_id`,
    )
    expect(events).toHaveLength(kept)
    for (const event of events)
      expect(event).toMatchObject({
        ...{ type: 'log', host: 'web-1' },
        traits: { message: 'it broke', level: 'warning', program: 'shop', facility: 'daemon' },
      })
  },
)

test('a protocol that the project does not allow is refused', async () => {
  const narrow = aProject({ protocols: ['sentry'] })
  await expect(intake.accept(narrow, 'http', [anError()])).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect(intake.offer(narrow, 'syslog', anError())).toBe(false)
})

test('a sender that makes up values fills no table: facets and hosts end somewhere', async () => {
  for (let batch = 0; batch < 5; batch++)
    await intake.accept(
      project,
      'http',
      Array.from({ length: 100 }, (_, i) => anError({ program: `program ${batch * 100 + i}` })),
    )
  const [{ n }] = await rows(`select count(*)::int as n from error_facet where facet = 'program'`)
  expect(n).toBeGreaterThanOrEqual(50)
  expect(n).toBeLessThanOrEqual(150)

  for (let i = 0; i < 10_050; i++) intake.offer(project, 'syslog', anError({ host: `host ${i}` }))
  await intake.close()
  expect(await rows('select count(*)::int as n from error_host')).toEqual([{ n: 10_000 }])
  expect(await rows('select sum(count)::int as n from error_minute')).toEqual([{ n: 10_550 }])
})

test('every process hears which signatures have changed', async () => {
  const client = await database.pool.connect()
  const heard: string[] = []
  client.on('notification', ({ payload }) => heard.push(payload ?? ''))
  await client.query('listen belfry_errors')
  await intake.accept(project, 'http', [anError(), anError({ message: 'other' })])
  await client.query('select 1')
  client.release(true)
  const ids = (await rows('select id from signature order by id')).map(({ id }) => id)
  expect(heard.map(ids => JSON.parse(ids))).toEqual([ids])
})
