import type { PoolClient } from 'pg'
import type { Counts } from '#lib/errors/intake/batch.ts'

/** What came in, by the minute. */
export async function writeArrivals(client: PoolClient, counts: Counts): Promise<void> {
  const rows = [...counts].flatMap(([projectId, inputs]) =>
    [...inputs].flatMap(([input, outcomes]) =>
      [...outcomes].map(([outcome, n]) => [projectId, input, outcome, n] as const),
    ),
  )
  if (rows.length === 0) return
  await client.query(ADD_ARRIVALS, [
    rows.map(([projectId]) => projectId),
    rows.map(([, input]) => input),
    rows.map(([, , outcome]) => outcome),
    rows.map(([, , , n]) => n),
  ])
}

/** A project that was deleted meanwhile has no counts any more. */
const ADD_ARRIVALS = {
  name: 'intake: add arrivals',
  text: `
  insert into intake_count as t (minute, project_id, input, reason, count)
  select date_trunc('minute', now()), f.* from unnest($1::int[], $2::text[], $3::text[], $4::bigint[])
    as f(project_id, input, reason, n)
  where exists (select from project where id = project_id) order by 2, 3, 4
  on conflict (minute, project_id, input, reason) do update set count = t.count + excluded.count`,
}
