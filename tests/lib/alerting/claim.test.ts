import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { lockAlert } from '#lib/alerting/claim.ts'
import { listDeliveries } from '#lib/alerting/deliveries/data.ts'
import { createAlert } from '#lib/alerting/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { change, newMonitor, record, takeDue, untilLocked } from '#tests/lib/alerting/world.ts'

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

const take = (most?: number) => takeDue(base.pool, alertId, most)
const idsOf = async (most?: number) => (await take(most)).map(({ id }) => Number(id))
const all = async () => (await listDeliveries(everything, {})).items
const newest = async () => {
  const [delivery] = await all()
  if (!delivery) throw new Error('there is no delivery')
  return delivery
}
const letRunOut = () =>
  base.pool.query(`update delivery set claimed_until = ${PAST}, next_attempt_at = ${PAST}
    where claimed_until is not null`)

async function taken() {
  const { id } = await newMonitor(base.db, 'Queue')
  await change(base.pool, id, 'OK', 'ALARM')
  const [held] = await take()
  if (!held) throw new Error('nothing was taken')
  return { held, monitorId: id }
}

test('what is due is taken at once and in its order, of each monitor one at a time', async () => {
  const monitors = []
  for (const name of ['First', 'Second', 'Third'])
    monitors.push((await newMonitor(base.db, name)).id)
  for (const id of monitors) await change(base.pool, id, 'OK', 'ALARM')
  const made = (await all()).map(({ id }) => id).reverse()

  expect(await idsOf(2)).toEqual(made.slice(0, 2))
  await change(base.pool, monitors[0] ?? 0, 'ALARM', 'OK')
  expect(await idsOf()).toEqual(made.slice(2))
  expect(await idsOf()).toEqual([])
})

test('two engines take different ones', async () => {
  for (let i = 0; i < 20; i++) {
    const { id } = await newMonitor(base.db, `Monitor ${i}`)
    await change(base.pool, id, 'OK', 'ALARM')
  }
  const both = (await Promise.all([idsOf(12), idsOf(12)])).flat()
  expect(both).toHaveLength(20)
  expect(new Set(both).size).toBe(20)
})

test('a claim that another process is just making is waited for', async () => {
  const { id } = await newMonitor(base.db, 'Queue')
  await change(base.pool, id, 'OK', 'ALARM')
  const other = await base.pool.connect()
  await other.query('begin')
  await lockAlert(other, alertId)
  await other.query(`update delivery set claimed_until = now() + interval '1 minute'`)
  // A later change whose recording has seen the first delivery unclaimed, and cannot see it superseded.
  await insertLater(id)

  const taking = take()
  await untilLocked(base.pool)
  await other.query('commit')
  other.release()
  expect(await taking).toEqual([])
})

const insertLater = (monitorId: number) =>
  base.pool.query(
    `with later as (
       insert into transition (monitor_id, at, "from", "to", message, version)
       values ($1, now(), 'ALARM', 'OK', '', 1) returning id)
     insert into delivery (transition_id, monitor_id, alert_id) select id, $1, $2 from later`,
    [monitorId, alertId],
  )

test('of two that are due, since neither recording saw the other, only the later one goes', async () => {
  const { id } = await newMonitor(base.db, 'Queue')
  await change(base.pool, id, 'OK', 'ALARM')
  await insertLater(id)
  const [later, earlier] = await all()

  expect(await idsOf(1)).toEqual([])
  expect(await idsOf(1)).toEqual([later?.id])
  expect((await all())[1]).toMatchObject({
    ...{ id: earlier?.id, status: 'superseded', supersededBy: later?.id },
  })
})

test.each(['sent', 'dead'])(
  'what is older than a %s delivery is not told any more',
  async status => {
    const { held, monitorId } = await taken()
    await change(base.pool, monitorId, 'ALARM', 'OK')
    await base.pool.query(`update delivery set status = $1, next_attempt_at = null where id > $2`, [
      status,
      held.id,
    ])
    await letRunOut()

    expect(await take()).toEqual([])
    const [later, earlier] = await all()
    expect(earlier).toMatchObject({ status: 'superseded', supersededBy: later?.id })
  },
)

test('what was missed when a later change came is superseded when that one goes', async () => {
  const { held, monitorId } = await taken()
  await change(base.pool, monitorId, 'ALARM', 'OK')
  await base.pool.query(
    `update delivery set claimed_until = null, next_attempt_at = now() + interval '10 minutes' where id = $1`,
    [held.id],
  )
  const [later] = await take()
  expect((await listDeliveries(everything, { status: 'superseded' })).items).toMatchObject([
    { id: Number(held.id), supersededBy: Number(later?.id), nextAttemptAt: null },
  ])
})

test('a failed attempt waits for its next time, and its job comes no earlier', async () => {
  const { held } = await taken()
  await base.pool.query('truncate graphile_worker._private_jobs')
  expect(await record(base.pool, held)).toBe('queued')
  expect(await newest()).toMatchObject({ status: 'queued', sending: false, lastError: 'no' })
  const { rows } = await base.pool.query(
    `select j.run_at - d.next_attempt_at between interval '0' and interval '1 second' as fits
     from graphile_worker._private_jobs j, delivery d`,
  )
  expect(rows).toEqual([{ fits: true }])
  expect(await take()).toEqual([])
})

test('a failed attempt is superseded when a later change waits by now', async () => {
  const { held, monitorId } = await taken()
  await change(base.pool, monitorId, 'ALARM', 'OK')
  expect(await record(base.pool, held)).toBe('superseded')

  const [later, earlier] = await all()
  expect(earlier).toMatchObject({ status: 'superseded', supersededBy: later?.id, attempts: 1 })
  expect(await idsOf()).toEqual([later?.id])
})

test('of a claim that ran out only success is believed', async () => {
  const { held } = await taken()
  await letRunOut()
  expect(await take()).toMatchObject([{ id: held.id, attempts: 2 }])

  expect(await record(base.pool, held, { permanent: true })).toBeNull()
  expect(await newest()).toMatchObject({ status: 'queued', sending: true, log: [] })
  expect(await record(base.pool, held, { ok: true, status: '200', error: null })).toBe('sent')
  expect(await newest()).toMatchObject({ status: 'sent', log: [{ status: '200' }] })
})

test('an end that is recorded again, since nobody knew whether it had been, changes nothing', async () => {
  const { held } = await taken()
  expect(await record(base.pool, held)).toBe('queued')
  expect(await record(base.pool, held)).toBeNull()
  expect((await newest()).log).toHaveLength(1)
})

test('a delivery that somebody holds is waited for when it is recorded, and one that is gone is not', async () => {
  const { held } = await taken()
  const other = await base.pool.connect()
  await other.query('begin')
  await other.query('select from delivery for update')
  const recording = record(base.pool, held, { ok: true })
  await untilLocked(base.pool)
  await other.query('commit')
  other.release()
  expect(await recording).toBe('sent')

  await base.pool.query('delete from delivery')
  expect(await record(base.pool, held, { ok: true })).toBeNull()
})
