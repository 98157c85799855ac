import type { Pool } from 'pg'
import { RATES } from '#bench/soak/rates.ts'
import { policy } from '#lib/monitors/schema.ts'

const MINUTE = 60

/** Monitors that run once a minute, as many in every second; one in a hundred changes its state each time, and its alert is told. */
export async function insertMonitors(pool: Pool, receiver: string): Promise<void> {
  await pool.query(
    `insert into alert (key, type, config) values ('receiver', 'webhook', jsonb_build_object('url', $1::text, 'method', 'POST'))`,
    [receiver],
  )
  await pool.query(
    `insert into monitor (name, script, schedule, policy, alerts)
     select 'Monitor ' || n, case when n % 100 = 0 then $1 else 'return ' || n end, n % $2 || ' * * * * *', $3,
       case when n % 100 = 0 then '["receiver"]'::jsonb else '[]'::jsonb end
     from generate_series(1, $4) n`,
    [FLIPPING, MINUTE, policy.parse({}), RATES.runs * MINUTE],
  )
}

const FLIPPING = `if (previous?.state !== 'ALARM') fail('it is its turn')\nreturn 1`

/** Seconds that runs began late, of those planned between two moments. */
export async function latenessOf(pool: Pool, from: Date, to: Date) {
  const { rows } = await pool.query<{ p50: number; p99: number; runs: number; missed: number }>(
    `select count(*) filter (where status = 'done')::int as runs, count(*) filter (where status = 'missed')::int as missed,
       percentile_cont(0.5) within group (order by late) as p50, percentile_cont(0.99) within group (order by late) as p99
     from (select status, extract(epoch from started_at - planned_at)::float8 as late from run where planned_at >= $1 and planned_at < $2) run`,
    [from, to],
  )
  return rows[0]
}
