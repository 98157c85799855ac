import type { Pool } from 'pg'

const DAY = 86_400
/** Their hours of a day are moved in one statement, so that the intake always gets its turn. */
const BATCH_SERIES = 200

/**
 * Lays the hours of a day that is over side by side, series by series. As they come in, the hours of one series
 * lie a page apart each, and a year of them would take 8,760 pages to read instead of some hundreds. Doing it
 * again does no harm. `at` is a unix second of the day, which is one of UTC; ends early when the signal aborts.
 */
export async function settleHours(pool: Pool, at: number, signal: AbortSignal): Promise<number> {
  const from = Math.floor(at / DAY) * DAY
  let moved = 0
  for (let last = 0; !signal.aborted; ) {
    const { rows } = await pool.query<{ id: number }>(
      'select id from metric_series where id > $1 order by id limit $2',
      [last, BATCH_SERIES],
    )
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) break
    moved += (await pool.query(MOVE, [ids, from, from + DAY])).rowCount ?? 0
    last = ids.at(-1) ?? last
  }
  return moved
}

/** Locks in the order in which the intake does: projects, series, then buckets, each by their numbers. */
const MOVE = `
  with series as materialized (
    select project_id, id from metric_series where id = any ($1::int[]) order by project_id, id for key share),
  locked as materialized (
    select h.project_id, h.series_id, h.bucket from metric_hour h
    where (series_id, project_id) in (select id, project_id from series) and bucket >= $2 and bucket < $3
    order by project_id, series_id, bucket for update),
  gone as (
    delete from metric_hour h using locked l
    where h.series_id = l.series_id and h.bucket = l.bucket and h.project_id = l.project_id returning h.*)
  insert into metric_hour select * from gone order by series_id, bucket`
