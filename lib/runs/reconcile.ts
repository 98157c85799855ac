import type { Pool } from 'pg'
import { log } from '#lib/log.ts'
import { type Due, dueBetween, timeBefore } from '#lib/monitors/schedule.ts'
import { type Planned, planRuns, type Schedule } from '#lib/runs/planned.ts'
import { notifyRuns } from '#lib/runs/queue.ts'
import type { Queryable } from '#lib/transaction.ts'
import { inTransaction } from '#lib/transaction.ts'

/** Live ticks get this long to plan a time before it counts as missed. */
const SETTLE_MS = 2_000
/** Up to this age a time is late rather than missed: it is run, whatever the policy. */
const LATE_MS = 60_000
/** Monitors planned for a future further than clocks differ were saved under a wrong clock. */
const FUTURE_MS = 60_000
/** Any number that nothing else locks with: one engine reconciles at a time. */
const RECONCILE_LOCK = 8_365_380

/** Planned times of one monitor that became one row, noted as missed. */
interface Missed {
  monitorId: number
  at: Date
  count: number
  from: Date
}

/**
 * Finds the planned times of active monitors that have no run, and gives them what the policy says:
 * the last one is run (`run`) or noted too (`note`), those before it are noted as one row.
 * Answers how many runs were queued and how many times noted, or null when another engine is at it.
 */
export async function reconcile(
  pool: Pool,
  now: Date,
): Promise<{ queued: number; noted: number } | null> {
  return inTransaction(pool, async tx => {
    const { rows } = await tx.query<{ locked: boolean }>(
      'select pg_try_advisory_xact_lock($1) as locked',
      [RECONCILE_LOCK],
    )
    if (!rows[0]?.locked) return null

    await mendFuture(tx, now)
    const { rows: monitors } = await tx.query<PlannedUntil>(PLANNED_UNTIL, [now])
    return makeUpFor(tx, monitors, new Date(now.getTime() - SETTLE_MS), now)
  })
}

/**
 * Gives the monitors of a schedule what they lack before a planned time that is about to be planned: `reconcile` does not look
 * behind the newest one. Answers as it does.
 */
export async function makeUpBefore(
  tx: Queryable,
  { expression, zone }: Schedule,
  before: Date,
  now: Date,
): Promise<{ queued: number; noted: number }> {
  const previous = timeBefore(expression, zone, before)
  const lacking = async () =>
    (await tx.query<PlannedUntil>(LACKING, [expression, zone, before, previous])).rows
  if (!previous || (await lacking()).length === 0) return { queued: 0, noted: 0 }

  // Whoever reconciles at this moment may be about to do the same.
  await tx.query('select pg_advisory_xact_lock($1)', [RECONCILE_LOCK])
  return makeUpFor(tx, await lacking(), previous, now)
}

async function makeUpFor(
  tx: Queryable,
  monitors: readonly PlannedUntil[],
  until: Date,
  now: Date,
): Promise<{ queued: number; noted: number }> {
  const overdue = await holdStill(tx, overdueOf(monitors, until))
  const runs = overdue.flatMap(entry => toRun(entry, now))
  const missed = overdue.flatMap(entry => toNote(entry, now))
  await noteMissed(tx, missed)
  return {
    queued: await planRuns(tx, runs),
    noted: missed.reduce((sum, { count }) => sum + count, 0),
  }
}

/** After the clock was set back, what was saved in the future would otherwise wait until then. */
async function mendFuture(tx: Queryable, now: Date) {
  await tx.query(
    `update monitor set scheduled_from = $1 where id in (
       select id from monitor where active and scheduled_from > $2
       order by id for no key update skip locked)`,
    [now, new Date(now.getTime() + FUTURE_MS)],
  )
}

/** Those that nobody is saving or deleting right now; the others have their turn in the next round. */
async function holdStill(tx: Queryable, overdue: Overdue[]): Promise<Overdue[]> {
  if (overdue.length === 0) return []
  const { rows } = await tx.query<{ id: number }>(
    `select id from monitor where id = any ($1::int[]) and active
     order by id for key share skip locked`,
    [overdue.map(({ monitorId }) => monitorId)],
  )
  const still = new Set(rows.map(({ id }) => id))
  return overdue.filter(({ monitorId }) => still.has(monitorId))
}

interface Overdue {
  monitorId: number
  policy: 'run' | 'note'
  due: Due
}

function overdueOf(monitors: readonly PlannedUntil[], until: Date): Overdue[] {
  const dues = new Map<string, Due | null>()
  return monitors.flatMap(row => {
    // Most monitors share a schedule and were planned until the same time.
    const key = `${row.schedule} ${row.timezone} ${row.from.getTime()}`
    let due = dues.get(key)
    if (due === undefined) {
      due = dueOf(row, until)
      dues.set(key, due)
    }
    return due ? [{ monitorId: row.id, policy: row.missed ?? 'run', due }] : []
  })
}

/** One schedule that this release cannot read must not keep all others from their runs. */
function dueOf({ id, schedule, timezone, from }: PlannedUntil, until: Date): Due | null {
  try {
    return dueBetween(schedule, timezone, from, until)
  } catch (error) {
    log.error({ err: error, monitor: id }, 'a schedule cannot be read')
    return null
  }
}

interface PlannedUntil {
  id: number
  schedule: string
  timezone: string
  missed: 'run' | 'note' | null
  from: Date
}

const plannedUntil = (end: string) => `
  select m.id, m.schedule, m.timezone, m.policy->>'missed' as missed,
    greatest(m.scheduled_from, last.planned_at) as "from"
  from monitor m left join lateral (
    select planned_at from run
    where monitor_id = m.id and planned_at ${end} and not manual
    order by planned_at desc limit 1) last on true
  where m.active`

const PLANNED_UNTIL = plannedUntil('<= $1')

const LACKING = `${plannedUntil('< $3')} and m.schedule = $1 and m.timezone = $2
  and greatest(m.scheduled_from, last.planned_at) < $4`

const runsLast = ({ policy, due }: Overdue, now: Date) =>
  policy === 'run' || now.getTime() - due.last.getTime() <= LATE_MS

const toRun = (entry: Overdue, now: Date): Planned[] =>
  runsLast(entry, now) ? [{ monitorId: entry.monitorId, at: entry.due.last }] : []

function toNote(entry: Overdue, now: Date): Missed[] {
  const { monitorId, due } = entry
  const { count, first, beforeLast, last } = due
  if (!runsLast(entry, now)) return [{ monitorId, at: last, count, from: first }]
  return beforeLast ? [{ monitorId, at: beforeLast, count: count - 1, from: first }] : []
}

async function noteMissed(tx: Queryable, missed: readonly Missed[]) {
  if (missed.length === 0) return
  await tx.query(NOTE_MISSED, [
    missed.map(({ monitorId }) => monitorId),
    missed.map(({ at }) => at),
    missed.map(({ count }) => count),
    missed.map(({ from }) => from),
  ])
  await notifyRuns(
    tx,
    missed.map(({ monitorId }) => monitorId),
  )
}

const NOTE_MISSED = `
  insert into run (monitor_id, planned_at, status, missed_count, missed_from, message)
  select monitor_id, at, 'missed', count, "from", 'No engine was running.'
  from unnest($1::int[], $2::timestamptz[], $3::int[], $4::timestamptz[])
    as f(monitor_id, at, count, "from")
  on conflict (monitor_id, planned_at) do nothing`
