import { notifyRuns, queueRuns } from '#lib/runs/queue.ts'
import type { Queryable } from '#lib/transaction.ts'

/** What all monitors with the same words and zone share. */
export interface Schedule {
  expression: string
  zone: string
}

export interface Planned {
  monitorId: number
  at: Date
}

/**
 * Plans a run for every active monitor of a schedule and queues it, as part of the caller's transaction. A planned time that has its run
 * already, by this engine or another, is left alone. Answers how many were planned.
 */
export async function planSchedule(tx: Queryable, schedule: Schedule, at: Date): Promise<number> {
  const { rows } = await tx.query<PlannedRow>(PLAN_SCHEDULE, [
    schedule.expression,
    schedule.zone,
    at,
  ])
  return queuePlanned(tx, rows)
}

/** Plans and queues single runs, as part of the caller's transaction. */
export async function planRuns(tx: Queryable, planned: readonly Planned[]): Promise<number> {
  if (planned.length === 0) return 0
  const { rows } = await tx.query<PlannedRow>(PLAN_RUNS, [
    planned.map(({ monitorId }) => monitorId),
    planned.map(({ at }) => at),
  ])
  return queuePlanned(tx, rows)
}

interface PlannedRow {
  id: string
  monitor_id: number
  status: 'queued' | 'skipped'
}

async function queuePlanned(tx: Queryable, rows: PlannedRow[]): Promise<number> {
  await queueRuns(
    tx,
    rows.filter(({ status }) => status === 'queued').map(({ id }) => id),
  )
  const skipped = rows.filter(({ status }) => status === 'skipped')
  await notifyRuns(
    tx,
    skipped.map(row => row.monitor_id),
  )
  return rows.length
}

/**
 * At most one run of a monitor waits, beside those that streams ask for; and while one goes, the next waits only if the policy says so.
 * The order is the same for all engines, so that two that plan the same schedule never block each other.
 * A monitor that is being saved or deleted holds up no other; reconciliation makes up for it.
 */
const insert = (due: string) => `
  with due as (${due} order by m.id for key share of m skip locked),
  judged as (
    select due.*,
      exists (select 1 from run
        where run.monitor_id = due.id and status = 'queued' and stream_id is null) as waits,
      exists (select 1 from run where run.monitor_id = due.id and status = 'running')
        and due.overlap is distinct from 'queue' as goes
    from due)
  insert into run (monitor_id, planned_at, status, message)
  select id, planned_at,
    case when waits or goes then 'skipped' else 'queued' end::run_status,
    case when waits then 'A run was still waiting.'
         when goes then 'The run before it was still going.' else '' end
  from judged order by id, planned_at
  on conflict (monitor_id, planned_at) do nothing
  returning id::text as id, monitor_id, status::text as status`

const PLAN_SCHEDULE = insert(`
  select m.id, m.policy->>'overlap' as overlap, $3::timestamptz as planned_at
  from monitor m
  where m.active and m.schedule = $1 and m.timezone = $2 and m.scheduled_from <= $3::timestamptz`)

const PLAN_RUNS = insert(`
  select m.id, m.policy->>'overlap' as overlap, planned.at as planned_at
  from unnest($1::int[], $2::timestamptz[]) as planned(monitor_id, at)
  join monitor m on m.id = planned.monitor_id and m.active`)
