import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { claimNext } from '#lib/alerting/claim.ts'
import { listDeliveries } from '#lib/alerting/data.ts'
import { createAlert } from '#lib/alerting/mutations.ts'
import { recordAttempt } from '#lib/alerting/record.ts'
import type { Attempt } from '#lib/alerting/send.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { change, newMonitor, untilLocked } from '#tests/lib/alerting/world.ts'

const LEASE_MS = 60_000
/** Times are stored in whole milliseconds: now may be a moment ahead. */
const PAST = `now() - interval '1 second'`

let base: Awaited<ReturnType<typeof freshDatabase>>
let alertId: number

beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.close())
beforeEach(async () => {
  await base.pool.query('truncate alert, monitor, graphile_worker._private_jobs cascade')
  await createAlert(
    { key: 'hook', type: 'webhook', config: { url: 'https://example.com/' } },
    byAda,
  )
  alertId = (await base.db.alert.findFirstOrThrow()).id
})

const claim = () => claimNext(base.pool, alertId, LEASE_MS)
const attempt = (rest: Partial<Attempt>): Attempt => ({
  ...{ at: new Date(), durationMs: 1, ok: false, permanent: false, status: '503', error: 'no' },
  ...rest,
})
const newest = async () => {
  const [delivery] = (await listDeliveries(everything, {})).items
  if (!delivery) throw new Error('there is no delivery')
  return delivery
}

async function claimed() {
  const { id } = await newMonitor(base.db, 'Queue')
  await change(base.pool, id, 'OK', 'ALARM')
  const held = await claim()
  if (!held) throw new Error('nothing was claimed')
  return { held, monitorId: id }
}

test('what is due goes in its order, each monitor once at a time', async () => {
  const first = await newMonitor(base.db, 'First')
  const second = await newMonitor(base.db, 'Second')
  await change(base.pool, first.id, 'OK', 'ALARM')
  await change(base.pool, second.id, 'OK', 'ALARM')

  expect(await claim()).toMatchObject({ monitorId: first.id, attempts: 1 })
  await change(base.pool, first.id, 'ALARM', 'OK')
  expect(await claim()).toMatchObject({ monitorId: second.id })
  expect(await claim()).toBeNull()
})

test('a claim that another process is just making is waited for', async () => {
  const { id } = await newMonitor(base.db, 'Queue')
  await change(base.pool, id, 'OK', 'ALARM')
  const other = await base.pool.connect()
  await other.query('begin')
  await other.query('select pg_advisory_xact_lock($1, $2)', [id, alertId])
  await other.query(`update delivery set claimed_until = now() + interval '1 minute'`)
  // A later change whose recording has seen the first delivery unclaimed, and cannot see it superseded.
  await base.pool.query(
    `with later as (
       insert into transition (monitor_id, at, "from", "to", message, version)
       values ($1, now(), 'ALARM', 'OK', '', 1) returning id)
     insert into delivery (transition_id, monitor_id, alert_id) select id, $1, $2 from later`,
    [id, alertId],
  )

  const claiming = claim()
  await untilLocked(base.pool)
  await other.query('commit')
  other.release()
  expect(await claiming).toBeNull()
})

test.each(['sent', 'dead'])(
  'what is older than a %s delivery is not told any more',
  async status => {
    const { held, monitorId } = await claimed()
    await change(base.pool, monitorId, 'ALARM', 'OK')
    await base.pool.query(`update delivery set status = $1, next_attempt_at = null where id > $2`, [
      status,
      held.id,
    ])
    await base.pool.query(`update delivery set claimed_until = null, next_attempt_at = ${PAST}`)

    expect(await claim()).toBeNull()
    const [later, earlier] = (await listDeliveries(everything, {})).items
    expect(earlier).toMatchObject({ status: 'superseded', supersededBy: later?.id })
  },
)

test('what was missed when a later change came is superseded when that one goes', async () => {
  const { held, monitorId } = await claimed()
  await change(base.pool, monitorId, 'ALARM', 'OK')
  await base.pool.query(
    `update delivery set claimed_until = null, next_attempt_at = now() + interval '10 minutes' where id = $1`,
    [held.id],
  )
  const later = await claim()
  expect((await listDeliveries(everything, { status: 'superseded' })).items).toMatchObject([
    { id: Number(held.id), supersededBy: Number(later?.id), nextAttemptAt: null },
  ])
})

test('a failed attempt waits for its next time, and its job with it', async () => {
  const { held } = await claimed()
  await recordAttempt(base.pool, held, attempt({}))
  expect(await newest()).toMatchObject({ status: 'queued', sending: false, lastError: 'no' })
  const { rows } = await base.pool.query(
    'select j.run_at = d.next_attempt_at as same from graphile_worker._private_jobs j, delivery d',
  )
  expect(rows).toEqual([{ same: true }])
  expect(await claim()).toBeNull()
})

test('a failed attempt is superseded when a later change waits by now', async () => {
  const { held, monitorId } = await claimed()
  await change(base.pool, monitorId, 'ALARM', 'OK')
  await recordAttempt(base.pool, held, attempt({}))

  const [later, earlier] = (await listDeliveries(everything, {})).items
  expect(earlier).toMatchObject({ status: 'superseded', supersededBy: later?.id, attempts: 1 })
  expect(await claim()).toMatchObject({ id: String(later?.id) })
})

test('a day after it was queued a failure is the last', async () => {
  const { held } = await claimed()
  await recordAttempt(base.pool, held, attempt({}), new Date(Date.now() + 25 * 3_600_000))
  expect(await newest()).toMatchObject({ status: 'dead', nextAttemptAt: null, lastError: 'no' })
})

test('of a claim that ran out only success is believed', async () => {
  const { held } = await claimed()
  await base.pool.query(`update delivery set claimed_until = ${PAST}, next_attempt_at = ${PAST}`)
  const again = await claim()
  expect(again).toMatchObject({ id: held.id, attempts: 2 })

  await recordAttempt(base.pool, held, attempt({ permanent: true }))
  expect(await newest()).toMatchObject({ status: 'queued', log: [] })
  await recordAttempt(base.pool, held, attempt({ ok: true, status: '200', error: null }))
  expect(await newest()).toMatchObject({ status: 'sent', log: [{ status: '200' }] })
})
