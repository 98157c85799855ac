import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { newFolder } from '#tests/flows/product.ts'
import { unnamed } from '#tests/kill-points/named.ts'
import type { Point } from '#tests/kill-points/point.ts'
import { victim } from '#tests/kill-points/victim.ts'
import { storedIn } from '#tests/lib/relay/stored.ts'
import { saveTrigger } from '#tests/lib/streams/feed/world.ts'
import { listenersAt, ownHost } from '#tests/listeners.ts'
import { until } from '#tests/until.ts'

const host = ownHost()
const PORT = 18_892
const KEY = '0123456789abcdef0123456789abcdef'

let database: Awaited<ReturnType<typeof freshDatabase>>
let intake: ReturnType<typeof victim>
beforeAll(async () => {
  database = await freshDatabase()
  const { id } = await createProject({ name: 'shop' }, byAda, [
    { publicKey: KEY, privateKey: 'private-key' },
  ])
  await saveTrigger(database.pool, TRIGGER, id)
  intake = victim({
    module: 'lib/roles/main.ts',
    args: ['intake'],
    env: {
      ...{ ...listenersAt('off'), BELFRY_HOST: host, BELFRY_INTAKE_HTTP: String(PORT) },
      ...{ DATABASE_URL: database.url, BELFRY_DATA: newFolder() },
    },
  })
  await intake.start()
})
afterAll(async () => {
  await intake?.kill()
  await database?.close()
})

/** One stream takes all that is sent. */
const TRIGGER = {
  name: 'numbers',
  distinguished_by: [],
  expiration: '$last + 1d',
  expire_pipeline: 'report',
  match_criteria: [{ event_type: 'numbered' }],
  fire_criteria: [{ event_type: 'never' }],
}

/** What is sent of each kind, under a key that a repeat is recognised by, and the tables that tell its transaction from others. */
const KINDS = {
  errors: {
    writes: ['intake_seen', 'signature'],
    path: '/errors',
    bodyOf: () => [{ message: 'it failed' }, { message: 'it failed' }],
  },
  metrics: {
    writes: ['intake_seen', 'metric_minute'],
    path: '/gottwall/api/v1/shop/incr',
    bodyOf: () => ({ n: 'hits', v: 3 }),
  },
  events: {
    writes: ['intake_seen', 'event'],
    path: '/events',
    bodyOf: (n: number) => [
      { type: 'numbered', n: 2 * n },
      { type: 'numbered', n: 2 * n + 1 },
    ],
  },
}
type Kind = keyof typeof KINDS

const sent: Record<Kind, number> = { errors: 0, metrics: 0, events: 0 }

/** Whether it was acknowledged. */
function post(kind: Kind, number: number): Promise<boolean> {
  const { path, bodyOf } = KINDS[kind]
  return fetch(`http://${host}:${PORT}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'idempotency-key': `${kind} ${number}` },
    body: JSON.stringify(bodyOf(number)),
  }).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** Everything that was sent is counted once. */
async function expectCounted() {
  const stored = await storedIn(database.pool)
  expect(stored.numbers.toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 2 * sent.events }, (_, n) => n),
  )
  expect(stored).toMatchObject({ errors: 2 * sent.errors, hits: 3 * sent.metrics })
  const { rows } = await database.pool.query(
    'select count(distinct uid)::int as uids, count(*)::int as noted from stream_event',
  )
  expect(rows).toEqual([{ uids: 2 * sent.events, noted: 2 * sent.events }])
}

const POINTS = (Object.keys(KINDS) as Kind[]).flatMap(kind =>
  (['before', 'after'] as const).map((moment): [Point['moment'], Kind] => [moment, kind]),
)

test.each(POINTS)(
  'killed %s the commit of %s, what was sent is counted once when it comes again',
  async (moment, kind) => {
    await intake.aim({ moment, writes: KINDS[kind].writes })
    const number = sent[kind]++
    expect(await post(kind, number)).toBe(false)
    await intake.killed()

    await intake.start()
    await until(() => post(kind, number))
    await expectCounted()
  },
)

test('killed after the answer, nothing of what was acknowledged is lost', async () => {
  for (const kind of Object.keys(KINDS) as Kind[]) expect(await post(kind, sent[kind]++)).toBe(true)
  await intake.kill()
  await expectCounted()
})

test('every step that it takes is named', () => {
  const points = Object.values(KINDS).map(({ writes }) => ({ writes }))
  expect(unnamed(intake.effects(), points)).toEqual([])
})
