import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { everything } from '#lib/access/reach.ts'
import { storeEvents } from '#lib/events/intake/store.ts'
import { UserError } from '#lib/failures.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'
import { getStream } from '#lib/streams/data.ts'
import type { Micros } from '#lib/streams/event.ts'
import { lockTriggers } from '#lib/streams/feed/known.ts'
import { meet } from '#lib/streams/feed/meet.ts'
import { place } from '#lib/streams/feed/place.ts'
import { purgeStreams, resetStreams } from '#lib/streams/mutations.ts'
import { naive } from '#lib/streams/quincy/json.ts'
import { claimDue } from '#lib/streams/running/claim.ts'
import { microsOf } from '#lib/streams/timex/iso.ts'
import { inTransaction } from '#lib/transaction.ts'
import { ada } from '#tests/actor.ts'
import type { Case } from '#tests/golden/adapter.ts'
import * as finding from '#tests/golden/winchester/finding.ts'
import { fixture, openFixture, sent } from '#tests/golden/winchester/fixture.ts'

type Check = (golden: Case, pool: Pool) => Promise<unknown>

/** While the fixture's first stream collects. */
const THEN = Number(microsOf('2014-08-01T16:00:00'))

/** What a case asks for, told by what it has. */
const CHECKS: [isMeant: (golden: Case) => boolean, check: Check][] = [
  [has('expected_pages'), async golden => finding.pagesOf(golden)],
  [has('expected_left'), async (golden, pool) => finding.leftAfterTrim(golden, pool)],
  [has('before', 'limit'), async golden => finding.olderEvents(golden)],
  [has('before'), reset],
  [has('query', 'expected_ids'), async golden => finding.streamIds(golden)],
  [has('query'), async golden => finding.foundEvents(golden)],
  [has('batch'), claimed],
  [has('purge', 'get'), purged],
  [has('fire_timestamp'), withFireTime],
  [has('state'), taken],
  [has('stream', 'event'), grows],
  [has('event'), opens],
  [has('value'), async golden => finding.isFoundByTrait(golden)],
  [has('stream'), async golden => finding.traitsOf(golden)],
  [({ expected }) => expected === 'DuplicateError', repeated],
  [has('message_id'), async golden => finding.eventOf(golden)],
  [({ id }) => typeof id === 'number', async golden => finding.marksOf(golden)],
]

/** Against the fixture in a real database. */
export async function db(golden: Case) {
  const check = CHECKS.find(([isMeant]) => isMeant(golden))?.[1]
  if (!check) throw new Error('no check for it')
  const { expected, expected_ids, expected_count, expected_pages, expected_left } = golden
  const got = await check(golden, await openFixture())
  return {
    expected: expected ?? expected_ids ?? expected_count ?? expected_pages ?? expected_left,
    got,
  }
}

function has(...fields: string[]) {
  return (golden: Case) => fields.every(field => field in golden)
}

async function repeated({ message_id }: Case, pool: Pool) {
  const [event] = fixture.events
  if (!event) throw new Error('the fixture has events')
  const twice = [sent({ ...event, message_id: String(message_id) })]
  const store = () => inTransaction(pool, client => storeEvents(client, DEFAULT_PROJECT, twice))
  const outcomes = [...(await store()), ...(await store())]
  return outcomes.join() === 'accepted,duplicate' ? 'DuplicateError' : outcomes
}

/** An event comes to the triggers at a moment of its time. */
async function come(pool: Pool, uid: unknown, now: Micros) {
  const given = fixture.events.find(({ message_id }) => message_id === uid)
  if (!given) throw new Error(`the fixture has no ${uid}`)
  await inTransaction(pool, async client => {
    const locked = await lockTriggers(client, [DEFAULT_PROJECT])
    const arrival = { projectId: DEFAULT_PROJECT, event: sent(given), depth: 0 }
    const meetings = meet([arrival], locked?.triggers ?? new Map(), new Map())
    await place(client, DEFAULT_PROJECT, meetings, now)
  })
}

const times = async (id: number) => {
  const { firstEvent, lastEvent, eventCount } = await getStream(everything, id)
  return { first_event: naive(firstEvent), last_event: naive(lastEvent), events: eventCount }
}

async function grows({ stream, event }: Case, pool: Pool) {
  await come(pool, event, THEN)
  return times(Number(stream))
}

async function opens({ event }: Case, pool: Pool) {
  await pool.query('delete from stream')
  await come(pool, event, THEN)
  const { rows } = await pool.query<{ id: string }>('select min(id) as id from stream')
  const id = Number(rows[0]?.id)
  const { state, serial, fireAt } = await getStream(everything, id)
  return { state, state_serial_no: serial, fire_timestamp: fireAt, ...(await times(id)) }
}

async function withFireTime({ stream, fire_timestamp }: Case, pool: Pool) {
  await pool.query('update stream set fire_at = $2 where id = $1', [stream, `${fire_timestamp}Z`])
  const { fireAt } = await getStream(everything, Number(stream))
  return fireAt && naive(fireAt)
}

/** Of those whose time is over some are complete: they are taken, too, to be fired. */
async function claimed({ now, expire, batch, expected_count }: Case, pool: Pool) {
  const at = new Date(`${now}Z`)
  const { rows } = await pool.query<{ id: string }>(
    `select id from stream where state = 'active' and expire_at < $1`,
    [at],
  )
  const isOver = new Set(rows.map(({ id }) => id))
  const wanted = { engineId: randomUUID(), most: Number(batch), mostEvents: 1_000, now: at }
  const fired = await claimDue(pool, { ...wanted, occasion: 'fire' })
  const taken = expire
    ? [
        ...fired.filter(({ id }) => isOver.has(id)),
        ...(await claimDue(pool, { ...wanted, occasion: 'expire' })),
      ]
    : fired
  const ids = taken.map(({ id }) => Number(id)).slice(0, wanted.most)
  return expected_count === undefined ? ids.sort((a, b) => a - b) : ids.length
}

async function taken({ stream }: Case, pool: Pool) {
  const { serial: before } = await getStream(everything, Number(stream))
  const now = new Date('2014-08-02T00:00:00Z')
  await pool.query('update stream set fire_at = $2, due_at = $2 where id = $1', [stream, now])
  await claimDue(pool, { engineId: randomUUID(), occasion: 'fire', most: 1, mostEvents: 1, now })
  const { state, serial } = await getStream(everything, Number(stream))
  return { state, serial_delta: serial - before }
}

async function reset({ stream }: Case) {
  await resetStreams([String(stream)], ada)
  return (await getStream(everything, Number(stream))).state
}

async function purged({ purge, get }: Case) {
  await purgeStreams([String(purge)], ada)
  return getStream(everything, Number(get)).catch(error =>
    error instanceof UserError && error.code === 'not_found' ? 'NoSuchStreamError' : error,
  )
}
