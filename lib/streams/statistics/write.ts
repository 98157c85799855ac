import type { Pool } from 'pg'
import type { Tally } from '#lib/streams/statistics/tally.ts'
import { textArray } from '#lib/text-array.ts'

/** Adds to what the triggers that are still there did in this minute. */
export async function writeTally(pool: Pool, tally: Tally): Promise<void> {
  const rows = [...tally].flatMap(([triggerId, criteria]) =>
    [...criteria].flatMap(([looked, names]) =>
      [...names].map(([name, count]) => ({ triggerId, looked, name, count })),
    ),
  )
  await pool.query(ADD, [
    rows.map(({ triggerId }) => triggerId),
    textArray(rows.map(({ looked }) => looked)),
    textArray(rows.map(({ name }) => name)),
    rows.map(({ count }) => count),
  ])
}

/** In one order, so that two processes don't wait for each other. */
const ADD = `
  insert into trigger_statistic as s (trigger_id, minute, criteria, name, count)
  select trigger_id, date_trunc('minute', now()), criteria, name, count
  from unnest($1::int[], $2::text[], $3::text[], $4::bigint[]) as given(trigger_id, criteria, name, count)
  where exists (select from trigger where id = given.trigger_id for key share)
  order by trigger_id, criteria, name
  on conflict (trigger_id, minute, criteria, name) do update set count = s.count + excluded.count`
