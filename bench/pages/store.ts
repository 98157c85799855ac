import type { Pool } from 'pg'
import { fillDay } from '#bench/events/day.ts'
import { belfryActor } from '#lib/access/person.ts'
import { definitionOf } from '#lib/dashboards/definition.ts'
import { dashboardInput } from '#lib/dashboards/schema.ts'
import { insertStored } from '#lib/dashboards/stored.ts'
import { policy } from '#lib/monitors/schema.ts'

const MONITORS = 10_000
/** Of each monitor: its last day, as a list's small lines show it. */
const RUNS_OF_EACH = 24
const RUNS_OF_ONE = 100_000
const SIGNATURES = 10_000
const DAY_SECONDS = 86_400
/** The one with many runs. */
const BUSY = 'Monitor 1'

/** Fills a new database with what a large installation has; so many events. */
export async function fillStore(pool: Pool, events: number): Promise<void> {
  await fillMonitors(pool)
  await fillErrors(pool)
  await fillMetrics(pool)
  await insertStored(pool, definitionOf(DASHBOARD), belfryActor)
  await fillDay(pool, Math.floor(Date.now() / 1000) - DAY_SECONDS, events)
  await pool.query('vacuum analyze')
}

/** None of them is due while it is measured; one in fifty is bad. */
async function fillMonitors(pool: Pool) {
  const month = ((new Date().getUTCMonth() + 6) % 12) + 1
  await pool.query(
    `insert into monitor (name, script, schedule, policy, tags, retain_days, state, since, last_run_at, last_state, last_value)
     select 'Monitor ' || n, 'return ' || n, n % 60 || ' ' || n % 24 || ' 1 ' || $1 || ' *', $2, array['team-' || n % 20], 400,
       state, now() - interval '1 day', now() - interval '1 hour', state, to_jsonb(n % 100)
     from generate_series(1, $3) n,
       lateral (select (case n % 50 when 0 then 'ALARM' when 1 then 'ERROR' else 'OK' end)::state as state) s
     order by n`,
    [String(month), policy.parse({}), MONITORS],
  )
  await pool.query(
    `insert into transition (monitor_id, at, "from", "to", message, version)
     select id, since, 'INACTIVE', state, 'as before', 1 from monitor`,
  )
  await pool.query(RUNS, [false, RUNS_OF_EACH, 3_600, BUSY])
  await pool.query(RUNS, [true, RUNS_OF_ONE, 60, BUSY])
}

const RUNS = `
  insert into run (monitor_id, planned_at, status, attempts, started_at, duration_ms, state, value, version)
  select m.id, date_trunc('minute', now()) - make_interval(secs => n * $3), 'done', 1,
    date_trunc('minute', now()) - make_interval(secs => n * $3 - 0.1), 12, 'OK', to_jsonb(n % 100), 1
  from monitor m, generate_series(1, $2) n where (m.name = $4) = $1 order by n desc`

/** Errors of the last day, each signature's every quarter of an hour, as minutes and seconds, and by hours. */
async function fillErrors(pool: Pool) {
  await pool.query(
    `insert into signature (project_id, origin, template, first_message, root_id, level, first_seen, last_seen, count)
     select 1, 'similarity', 'order ' || n || ' of <*> could not be stored', 'order ' || n || ' of 7 could not be stored',
       n, n % 4, now() - interval '1 day', now(), 96 * (1 + n % 7)
     from generate_series(1, $1) n order by n`,
    [SIGNATURES],
  )
  await pool.query(`insert into error_host (project_id, name) values (1, 'web-1.example.com')`)
  for (const [facet, value] of Object.entries({ host: 'web-1.example.com', program: 'shop' }))
    await pool.query(
      `insert into error_facet (project_id, signature_id, facet, value, count, last_seen) select project_id, id, $1, $2, count, last_seen from signature`,
      [facet, value],
    )
  const counted = `from signature s, generate_series(1, 96) n,
    lateral (select to_timestamp(floor(extract(epoch from now()) / 60) * 60 - n * 900 + s.id % 15 * 60) as minute) t`
  await pool.query(
    `insert into error_second (project_id, signature_id, at, count) select s.project_id, s.id, minute, 1 + s.id % 7 ${counted} order by n, s.id`,
  )
  await pool.query(
    `insert into error_minute (project_id, signature_id, at, host_id, level, count) select project_id, signature_id, at, 1, 2, count from error_second`,
  )
  await pool.query(
    `insert into error_hour (project_id, signature_id, at, host_id, level, count)
     select project_id, signature_id, date_trunc('hour', at), 1, 2, sum(count) from error_minute group by 1, 2, 3`,
  )
}

/** A day of one number, by country too. */
async function fillMetrics(pool: Pool) {
  await pool.query(
    `insert into metric (project_id, name, kind, first_seen, last_seen) values (1, 'orders', 'counter', now() - interval '1 day', now())`,
  )
  await pool.query(
    `insert into metric_series (project_id, metric_id, filters, filter_values)
     select project_id, id, '{}'::text[], '{}'::text[] from metric union all
     select project_id, id, '{country}', array['c' || n] from metric, generate_series(1, 10) n`,
  )
  for (const [table, seconds] of Object.entries({ metric_minute: 60, metric_hour: 3_600 }))
    await pool.query(
      `insert into ${table} (project_id, series_id, bucket, sum, count, min, max, last, last_at)
       select s.project_id, s.id, at, 100 + n % 24 + s.id % 7, 50, 1, 9, 3, at + 59.5
       from generate_series(0, $1) n, lateral (select (floor(extract(epoch from now()) / $2) - n)::bigint * $2 as at) t, metric_series s
       order by n desc`,
      [DAY_SECONDS / seconds, seconds],
    )
}

const orders = (line: object) => ({ metric: 'orders', kind: 'counter', ...line })

/** A panel of each kind that reads something, over a day. */
const DASHBOARD = dashboardInput.parse({
  name: 'The shop',
  panels: [
    { w: 6, panel: { kind: 'metrics', lines: [orders({ by: 'country' })] } },
    { w: 6, panel: { kind: 'metrics', lines: [orders({ view: 'rate' })], style: 'area' } },
    { w: 3, panel: { kind: 'number', line: orders({}) } },
    { w: 3, panel: { kind: 'table', line: orders({ by: 'country' }) } },
    { w: 6, panel: { kind: 'monitor', monitor: BUSY } },
    { w: 6, panel: { kind: 'monitors', tag: 'team-3' } },
    { w: 6, panel: { kind: 'errors' } },
  ],
})
