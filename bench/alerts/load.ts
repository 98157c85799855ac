import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { DELIVERIES, wakeFor } from '#lib/alerting/outbox/outbox.ts'
import { queueDeliveries } from '#lib/alerting/queue.ts'
import { queueRuns } from '#lib/runs/queue.ts'
import { inTransaction } from '#lib/transaction.ts'

const TICK_MS = 50
/** Told at once. */
const BURST = 2_000

/** Has so many monitors a second run, each in turn, for so long: each turns. */
export async function turn(pool: Pool, monitors: number, rate: number, seconds: number) {
  const atOnce = (rate * TICK_MS) / 1_000
  const start = performance.now()
  for (let tick = 0; tick * TICK_MS < seconds * 1_000; tick++) {
    await delay(Math.max(0, start + tick * TICK_MS - performance.now()))
    await inTransaction(pool, async client => {
      const { rows } = await client.query<{ id: string }>(QUEUE, [tick * atOnce, atOnce, monitors])
      await queueRuns(
        client,
        rows.map(({ id }) => id),
      )
    })
  }
}

const QUEUE = `
  insert into run (monitor_id, planned_at, status)
  select m.id, clock_timestamp(), 'queued'
  from generate_series($1::int, $1 + $2 - 1) n
  join (select id, row_number() over (order by id) - 1 as place from monitor) m on m.place = n % $3
  returning id::text as id`

/** As if thousands of monitors had turned in one moment, each for the alert that lives. */
export async function tellAtOnce(pool: Pool) {
  await pool.query(`update alert set enabled = key = 'alive'`)
  await inTransaction(pool, async client => {
    const { rows } = await client.query<{ id: string }>(TURN_ALL, [BURST])
    const queued = await queueDeliveries(
      client,
      rows.map(({ id }) => ({ transitionId: id })),
    )
    await wakeFor(
      client,
      DELIVERIES,
      queued.map(({ id }) => id),
    )
  })
}

const TURN_ALL = `
  with made as (
    insert into monitor (name, script, schedule, policy)
    select 'Burst ' || gen_random_uuid(), script, schedule, policy
    from (select * from monitor limit 1) one, generate_series(1, $1) returning id)
  insert into transition (monitor_id, at, "from", "to", message, version)
  select id, now(), 'OK', 'ALARM', 'too many failed', 1 from made returning id::text`

export async function lastDelivery(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    'select coalesce(max(id), 0)::text as id from delivery',
  )
  return rows[0]?.id ?? '0'
}

/** When the transitions were committed that the living alert tells, by their deliveries, in milliseconds since 1970. */
export async function changesAfter(pool: Pool, delivery: string): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ uid: string; at: number }>(
    `select d.uid::text, extract(epoch from pg_xact_commit_timestamp(t.xmin))::float8 * 1000 as at
     from delivery d join transition t on t.id = d.transition_id join alert a on a.id = d.alert_id
     where d.id > $1 and a.key = 'alive' and d.status <> 'superseded'`,
    [delivery],
  )
  return new Map(rows.map(({ uid, at }) => [uid, at]))
}

export async function isAllSent(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ open: boolean }>(
    `select exists (select from run where status in ('queued', 'running'))
       or exists (select from delivery d join alert a on a.id = alert_id
         where a.key = 'alive' and d.status = 'queued') as open`,
  )
  return rows[0]?.open === false
}
