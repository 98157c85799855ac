import type { Pool } from 'pg'

/** What a centre has counted of what `sendAll` sends. */
export async function storedIn(pool: Pool) {
  const numbered = await pool.query<{ n: number }>(
    `select (traits ->> 'n')::int as n from event e join event_type t on t.id = e.type_id
     where t.name = 'numbered'`,
  )
  const errors = await pool.query<{ count: number }>(
    `select coalesce(sum(count), 0)::int as count from signature where template = 'it failed'`,
  )
  const hits = await pool.query<{ sum: number }>(
    `select coalesce(sum(b.sum), 0)::int as sum from metric_minute b
     join metric_series s on s.id = b.series_id join metric m on m.id = s.metric_id
     where m.name = 'hits' and cardinality(s.filters) = 0`,
  )
  return {
    numbers: numbered.rows.map(({ n }) => n),
    errors: errors.rows[0]?.count ?? 0,
    hits: hits.rows[0]?.sum ?? 0,
  }
}
