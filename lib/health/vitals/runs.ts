import { nextTimes } from '#lib/monitors/schedule.ts'
import type { Queryable } from '#lib/transaction.ts'

/** A monitor whose planned time is older than this, without a run that began, is overdue. */
const GRACE_MS = 60_000

export interface RunVitals {
  /** planned runs of the last minutes that are done */
  done: number
  /** seconds from planned time to start, of those */
  lateP50: number
  lateP99: number
  /** of the last minutes, those that were ended from outside, by reason */
  killed: Record<'timeout' | 'memory' | 'lost', number>
}

/** How runs that were planned within the last minutes went. */
export async function readRuns(client: Queryable, minutes: number): Promise<RunVitals> {
  const { rows } = await client.query<Omit<RunVitals, 'killed'> & RunVitals['killed']>(RUNS, [
    minutes,
  ])
  const { timeout = 0, memory = 0, lost = 0, ...went } = rows[0] ?? { ...NO_RUNS }
  return { ...went, killed: { timeout, memory, lost } }
}

const NO_RUNS = { done: 0, lateP50: 0, lateP99: 0, timeout: 0, memory: 0, lost: 0 }

const RUNS = `
  select count(*) filter (where not manual)::int as done,
    coalesce(percentile_cont(0.5) within group (order by late) filter (where not manual), 0) as "lateP50",
    coalesce(percentile_cont(0.99) within group (order by late) filter (where not manual), 0) as "lateP99",
    count(*) filter (where reason = 'timeout')::int as timeout,
    count(*) filter (where reason = 'memory')::int as memory,
    count(*) filter (where reason = 'runner lost')::int as lost
  from (
    select manual, reason, greatest(0, extract(epoch from started_at - planned_at))::float8 as late
    from run where planned_at > now() - make_interval(mins => $1) and status = 'done') ended`

/**
 * How many active monitors have a planned time that passed more than a minute ago and neither began nor was noted
 * as missed or skipped: nobody planned it, or nobody takes it.
 */
export async function countOverdue(client: Queryable, now: Date): Promise<number> {
  const { rows } = await client.query<Begun>(BEGUN_UNTIL)
  const latest = now.getTime() - GRACE_MS
  return rows.reduce((sum, begun) => sum + (isOverdue(begun, latest) ? begun.monitors : 0), 0)
}

/** Monitors that share a schedule, and the planned time until which theirs have begun. */
interface Begun {
  schedule: string
  timezone: string
  until: Date
  monitors: number
}

function isOverdue({ schedule, timezone, until }: Begun, latest: number): boolean {
  const [next] = nextTimes(schedule, timezone, until, 1)
  return next !== undefined && next.getTime() < latest
}

const BEGUN_UNTIL = `
  select schedule, timezone, until, count(*)::int as monitors from (
    select m.schedule, m.timezone, greatest(m.scheduled_from, last.planned_at) as until
    from monitor m left join lateral (
      select planned_at from run
      where monitor_id = m.id and status <> 'queued' and not manual
      order by planned_at desc limit 1) last on true
    where m.active) begun
  group by 1, 2, 3`
