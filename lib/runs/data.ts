import { pool } from '#lib/db/client.ts'
import type { StateName } from '#lib/plugin.ts'

/** How many planned times of the last minutes came to what. */
export interface RunCounts {
  OK: number
  ALARM: number
  ERROR: number
  missed: number
  skipped: number
}

export async function runCounts(minutes: number): Promise<RunCounts> {
  return one<RunCounts>(
    `select count(*) filter (where state = 'OK')::int as "OK",
       count(*) filter (where state = 'ALARM')::int as "ALARM",
       count(*) filter (where state = 'ERROR')::int as "ERROR",
       coalesce(sum(missed_count), 0)::int as missed,
       count(*) filter (where status = 'skipped')::int as skipped
     from run where planned_at > now() - make_interval(mins => $1)`,
    [minutes],
  )
}

export interface LatenessOf {
  p50: number
  p99: number
  max: number
  runs: number
}

/** How many seconds after their planned times the runs of the last minutes began. */
export async function runLateness(minutes: number): Promise<LatenessOf> {
  return one<LatenessOf>(
    `select coalesce(percentile_cont(0.5) within group (order by late), 0) as p50,
       coalesce(percentile_cont(0.99) within group (order by late), 0) as p99,
       coalesce(max(late), 0) as max, count(*)::int as runs
     from (
       select greatest(0, extract(epoch from started_at - planned_at))::float8 as late from run
       where planned_at > now() - make_interval(mins => $1) and status = 'done' and not manual) started`,
    [minutes],
  )
}

export interface QueueLength {
  waiting: number
  running: number
  oldestSeconds: number
}

/** Runs that wait and run now, and for how long the oldest has waited beyond its time. */
export async function runQueue(): Promise<QueueLength> {
  return one<QueueLength>(
    `select count(*) filter (where status = 'queued')::int as waiting,
       count(*) filter (where status = 'running')::int as running,
       coalesce(greatest(0, extract(epoch from
         now() - min(planned_at) filter (where status = 'queued')))::float8, 0) as "oldestSeconds"
     from run where status in ('queued', 'running')`,
  )
}

export interface DeliveryCounts {
  waiting: number
  oldestSeconds: number
  sent: number
  dead: number
}

/** Deliveries that wait now, and those of the last minutes that arrived or were given up. */
export async function deliveryCounts(minutes: number): Promise<DeliveryCounts> {
  return one<DeliveryCounts>(
    `select count(*) filter (where status = 'queued')::int as waiting,
       coalesce(extract(epoch from
         now() - min(created_at) filter (where status = 'queued'))::float8, 0) as "oldestSeconds",
       count(*) filter (where status = 'sent')::int as sent,
       count(*) filter (where status = 'dead')::int as dead
     from delivery where status = 'queued' or finished_at > now() - make_interval(mins => $1)`,
    [minutes],
  )
}

export async function stateCounts(): Promise<Record<StateName, number>> {
  return one<Record<StateName, number>>(
    `select count(*) filter (where state = 'OK')::int as "OK",
       count(*) filter (where state = 'ALARM')::int as "ALARM",
       count(*) filter (where state = 'ERROR')::int as "ERROR",
       count(*) filter (where state = 'INACTIVE')::int as "INACTIVE"
     from monitor`,
  )
}

export interface Process {
  role: string
  host: string
  startedAt: string
  silentSeconds: number
}

/** The processes that beat within the last hour. */
export async function processes(): Promise<Process[]> {
  const { rows } = await pool().query<Process>(
    `select role, host, to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "startedAt",
       greatest(0, extract(epoch from now() - beat_at))::float8 as "silentSeconds"
     from beat where beat_at > now() - interval '1 hour' order by role, started_at`,
  )
  return rows
}

async function one<Row>(sql: string, values: unknown[] = []): Promise<Row> {
  const { rows } = await pool().query(sql, values)
  return rows[0] as Row
}
