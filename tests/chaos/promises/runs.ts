import type { Pool } from 'pg'
import { KINDS } from '#tests/chaos/load/monitors.ts'
import { type Found, inWords } from '#tests/chaos/promises/promise.ts'

/** Every planned time of every monitor that is neither a run nor among those that are listed as missed. */
export async function unplanned(pool: Pool, until: Date): Promise<object[]> {
  const { rows } = await pool.query<object>(UNPLANNED, [
    until,
    KINDS.map(({ schedule }) => schedule),
    KINDS.map(({ seconds }) => seconds),
  ])
  return rows
}

/** The schedules are even steps of the unix time. */
const UNPLANNED = `
  select m.name, to_timestamp(t) as at
  from monitor m
  join unnest($2::text[], $3::int[]) as kind(schedule, seconds) using (schedule)
  cross join lateral generate_series(
    ceil(extract(epoch from m.created_at) / seconds) * seconds,
    extract(epoch from $1::timestamptz), seconds) t
  where not exists (
    select from run where run.monitor_id = m.id and (run.planned_at = to_timestamp(t)
      or to_timestamp(t) between run.missed_from and run.planned_at))
  order by t limit 100`

/** Every planned run is executed once, or listed. */
export async function checkRuns(pool: Pool, until: Date): Promise<Found> {
  const never = await unplanned(pool, until)
  const unended = await rowsOf(
    pool,
    `select id, status, planned_at from run where status in ('queued', 'running')`,
  )
  const twice = await rowsOf(
    pool,
    'select run_id, count(*)::int from transition group by run_id having count(*) > 1',
  )
  const torn = await rowsOf(pool, TORN)
  const [counts] = await rowsOf(pool, COUNTS)
  return {
    promise: 'every planned run is executed, or listed as missed',
    on: JSON.stringify(counts),
    broken: [
      ...inWords('planned times have neither a run nor a note', never),
      ...inWords('runs never ended', unended),
      ...inWords('runs ended twice', twice),
      ...inWords('changes of state do not follow the one before', torn),
    ],
  }
}

const TORN = `
  select * from (
    select id, monitor_id, "from",
      lag("to", 1, 'INACTIVE') over (partition by monitor_id order by id) as before
    from transition) t
  where "from" <> before`

const COUNTS = `
  select count(*) filter (where status = 'done')::int as done,
    count(*) filter (where status = 'skipped')::int as skipped,
    coalesce(sum(missed_count), 0)::int as missed,
    count(*) filter (where reason = 'runner lost')::int as lost from run`

async function rowsOf(pool: Pool, sql: string): Promise<object[]> {
  return (await pool.query<object>(sql)).rows
}
