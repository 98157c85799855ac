import type { Pool } from 'pg'
import { createAlert } from '#lib/alerting/mutations.ts'
import { createMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { ada, byAda } from '#tests/actor.ts'
import type { Received } from '#tests/flows/receiver.ts'
import { until } from '#tests/until.ts'

const MONITORS = 20
const EVERY_MS = 2_000
/** Turns with each run, and takes as long as a source does. */
const SCRIPT = "await sleep(100); if (previous.state !== 'ALARM') fail('turned')"

/** Monitors whose every run is a transition, and a webhook that hears of each. */
export async function makeMonitors(hook: string): Promise<void> {
  const states = ['OK', 'ALARM', 'ERROR']
  await createAlert({ key: 'hook', type: 'webhook', config: { url: hook }, states }, byAda)
  for (let n = 0; n < MONITORS; n++)
    await createMonitor(
      monitorInput.parse({
        ...{ name: `Monitor ${n}`, script: SCRIPT, schedule: '*/2 * * * * *' },
        policy: { overlap: 'queue', missed: 'note' },
      }),
      ada,
    )
}

/** Nothing is planned any more; answers whether all that was has come to its end. */
export async function isDone(pool: Pool): Promise<boolean> {
  await pool.query('update monitor set active = false where active')
  const { rows } = await pool.query<{ left: number }>(
    `select (select count(*)::int from run where status in ('queued', 'running'))
       + (select count(*)::int from delivery where status = 'queued') as left`,
  )
  return rows[0]?.left === 0
}

/** What it had is taken over at once, as it is once nothing was heard of an engine for half a minute. */
export const takeOver = (pool: Pool, { pid }: { pid: number }) =>
  pool.query(
    `with dead as (update beat set beat_at = beat_at - interval '1 minute' where pid = $1)
     select pg_notify('belfry_config', 'monitor:0')`,
    [pid],
  )

interface Times {
  monitor: number
  times: Date[]
}

/** Planned times between the first and the last of each monitor that no run and no note of missed ones stands for. */
export async function lostTimes(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<Times>(
    `select monitor_id as monitor, array_agg(at order by at) as times
     from run, lateral generate_series(coalesce(missed_from, planned_at), planned_at, $1::interval) as at
     where not manual group by 1`,
    [`${EVERY_MS} ms`],
  )
  return rows.flatMap(({ monitor, times }) =>
    times.flatMap((at, i) => {
      const before = times[i - 1]
      const isNext = !before || at.getTime() - before.getTime() === EVERY_MS
      return isNext ? [] : [`monitor ${monitor}: ${before.toISOString()} … ${at.toISOString()}`]
    }),
  )
}

/** How runs ended: `done`, `missed`, `skipped`. */
export async function endings(pool: Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ status: string; count: number }>(
    'select status::text, count(*)::int from run group by 1',
  )
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
}

/** Waits until more runs are done than now, whatever happens to the database meanwhile. */
export async function runsGoOn(pool: Pool): Promise<void> {
  const done = async () => (await endings(pool).catch(() => null))?.done ?? 0
  const before = await done()
  await until(async () => (await done()) > before)
}

interface Delivery {
  id: string
  uid: string
  monitor: number
  status: string
}

/** What became of all deliveries, and what came of them. */
export async function told(pool: Pool, received: readonly Received[]) {
  const { rows } = await pool.query<Delivery>(
    'select id::text, uid, monitor_id as monitor, status::text from delivery order by id',
  )
  const { rows: untold } = await pool.query(
    'select id from transition t where not exists (select from delivery where transition_id = t.id)',
  )
  const came = received.map(({ headers }) => String(headers['belfry-delivery']))
  const first = new Set(came)
  const known = new Map(rows.map(row => [row.uid, row]))
  return {
    /** transitions without a delivery; deliveries that were neither sent nor overtaken, or did not come; what came of none */
    lost: [
      ...untold,
      ...rows.filter(({ status }) => status !== 'sent' && status !== 'superseded'),
      ...rows.filter(({ status, uid }) => status === 'sent' && !first.has(uid)),
      ...[...first].filter(uid => !known.has(uid)),
    ],
    repeats: came.length - first.size,
    /** those that came after a later one of the same monitor */
    disordered: disordered([...first].flatMap(uid => known.get(uid) ?? [])),
    sent: rows.filter(({ status }) => status === 'sent').length,
  }
}

function disordered(deliveries: readonly Delivery[]): Delivery[] {
  const last = new Map<number, number>()
  return deliveries.filter(({ id, monitor }) => {
    const before = last.get(monitor) ?? 0
    last.set(monitor, Math.max(Number(id), before))
    return Number(id) < before
  })
}
