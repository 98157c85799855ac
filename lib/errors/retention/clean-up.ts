import type { Pool } from 'pg'
import { inBatches } from '#lib/batches.ts'
import type { KeptSince } from '#lib/errors/counts/segments.ts'
import { thinExamples } from '#lib/errors/retention/examples.ts'
import { trimFacets } from '#lib/errors/retention/facets.ts'
import { KEPT_SINCE_KEY, RETENTION_KEY } from '#lib/errors/retention/keys.ts'
import { laterOf, marksOf } from '#lib/errors/retention/marks.ts'
import { retention } from '#lib/errors/retention/schema.ts'

/** Rows that one statement deletes, so that the intake always gets its turn. */
const BATCH_ROWS = 5_000
/** Years of counts may go with each. */
const BATCH_SIGNATURES = 10
/** Repeats are recognised for so long. */
const SEEN_HOURS = 24
const DELETED_DAYS = 30
const FINISHED_DAYS = 90
const HOUR = 3_600
const DAY = 86_400

/** Deletes errors and their counts that were kept for long enough, in batches; ends early when the signal aborts. */
export async function cleanUpErrors(
  pool: Pool,
  now: Date,
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const second = Math.floor(now.getTime() / 1_000)
  const marks = await moveMarks(pool, now)
  const run = (statement: string, before: number, most = BATCH_ROWS) => {
    const deleteSome = async () => {
      const { rows } = await pool.query<{ chosen: number }>(statement, [before, most])
      return rows[0]?.chosen ?? 0
    }
    return inBatches(deleteSome, { most, signal })
  }
  return {
    seconds: await run(olderThan('error_second', 'at'), marks.second),
    minutes: await run(olderThan('error_minute', 'at'), marks.minute),
    hours: await run(olderThan('error_hour', 'at'), marks.hour),
    // After their counts, and later by what may have passed since they were last told of.
    hosts: await run(olderThan('error_host', 'seen_at'), marks.hour - DAY),
    intake: await run(olderThan('intake_count', 'minute'), marks.minute),
    seen: await run(olderThan('intake_seen', 'at'), second - SEEN_HOURS * HOUR),
    signatures: await run(DELETED_SIGNATURES, second - DELETED_DAYS * DAY, BATCH_SIGNATURES),
    reclassifications: await run(
      olderThan('reclassification', 'finished_at'),
      second - FINISHED_DAYS * DAY,
    ),
    examples: await thinExamples(pool, signal),
    facets: await trimFacets(pool),
  }
}

/** Readers are told what is kept before the rest goes. */
async function moveMarks(pool: Pool, now: Date): Promise<KeptSince> {
  const { rows } = await pool.query<{ key: string; value: object }>(
    'select key, value from setting where key = any($1)',
    [[RETENTION_KEY, KEPT_SINCE_KEY]],
  )
  const stored = (key: string) => rows.find(row => row.key === key)?.value ?? {}
  const before = { hour: 0, minute: 0, second: 0, ...stored(KEPT_SINCE_KEY) }
  const marks = laterOf(before, marksOf(retention.parse(stored(RETENTION_KEY)), now))
  await pool.query(
    `insert into setting (key, value) values ($1, $2)
     on conflict (key) do update set value = excluded.value`,
    [KEPT_SINCE_KEY, JSON.stringify(marks)],
  )
  return marks
}

const olderThan = (table: string, column: string) => `
  with gone as (
    delete from ${table} where ctid = any(array(
      select ctid from ${table} where ${column} < to_timestamp($1::float8) limit $2))
    returning 1)
  select count(*)::int as chosen from gone`

/** With all that was merged into them. */
const DELETED_SIGNATURES = `
  with old as (
    select id from signature
    where id = root_id and deleted_at < to_timestamp($1::float8) order by id limit $2),
  gone as (delete from signature s using old where s.root_id = old.id returning 1)
  select count(*)::int as chosen from old`
