import type { Pool } from 'pg'

/**
 * Of each signature's whole errors the newest N stay, and at most as many older ones, spread evenly over the time that
 * they come from; N is the project's `keepEvents`. `since`: only where something came after it. Answers how many went.
 */
export async function thinExamples(pool: Pool, signal: AbortSignal, since?: Date): Promise<number> {
  const { rows } = await pool.query<{ id: number; keep: number }>(TOO_MANY, [since ?? null])
  let deleted = 0
  for (const { id, keep } of rows) {
    if (signal.aborted) break
    const { rowCount } = await pool.query(THIN, [id, keep])
    deleted += rowCount ?? 0
  }
  return deleted
}

const KEEP = `coalesce((p.settings -> 'errors' ->> 'keepEvents')::int, 100)`

const TOO_MANY = `
  select s.id, ${KEEP} as keep from signature s join project p on p.id = s.project_id
  where ($1::timestamptz is null or s.last_seen >= $1)
    and (select count(*) from (
      select from error_event where signature_id = s.id limit 2 * ${KEEP} + 1) e) > 2 * ${KEEP}
  order by s.id`

/** The first one of each of N equal parts of the time stays, so that what stayed once mostly stays again. */
const THIN = `
  with ranked as (
    select id, extract(epoch from at) as at, row_number() over (order by id desc) as place
    from error_event where signature_id = $1),
  older as (
    select id, width_bucket(at, min(at) over (), max(at) over () + 1, $2) as part from ranked where place > $2),
  spread as (
    select id, row_number() over (partition by part order by id) as place from older)
  delete from error_event e using spread where e.id = spread.id and spread.place > 1`
