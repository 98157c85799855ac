import type { Pool } from 'pg'
import { readPoints } from '#lib/metrics/data.ts'
import { settleHours } from '#lib/metrics/settle.ts'
import { projectInput } from '#lib/projects/schema.ts'

const HOUR = 3_600
const DAYS = 365
/** The beginning of 2025, in UTC. */
const START = 1_735_689_600
const METRICS = 4
const COUNTRIES = 29
const QUESTIONS = 60

/**
 * Milliseconds that it takes to read a year of hours of a metric where a filter has a value, from a store of a million
 * hours: as they came in, hour by hour, and when they have settled, as the engine sees to every night.
 */
export async function measureYear(pool: Pool) {
  await countYear(pool)
  const unsettled = await askMany()
  for (let day = 0; day < DAYS; day++)
    await settleHours(pool, START + day * 24 * HOUR, new AbortController().signal)
  await pool.query('vacuum analyze metric_hour')
  return { unsettled, ...(await askMany()) }
}

async function countYear(pool: Pool) {
  // Every night all series are gone through; those of what was measured before would be thousands.
  await pool.query('truncate metric cascade')
  await pool.query(
    `with metrics as (
       insert into metric (project_id, name, kind, first_seen, last_seen)
       select 1, 'year ' || n, 'counter', to_timestamp(${START}), now() from generate_series(1, ${METRICS}) n
       returning id),
     whole as (
       insert into metric_series (project_id, metric_id, filters, filter_values) select 1, id, '{}', '{}' from metrics)
     insert into metric_series (project_id, metric_id, filters, filter_values)
     select 1, id, '{country}', array['c' || n] from metrics, generate_series(1, ${COUNTRIES}) n`,
  )
  await pool.query(
    `insert into metric_hour (project_id, series_id, bucket, sum, count, min, max, last, last_at)
     select s.project_id, s.id, at, 100 + hour % 24 + s.id % 7, 50, 1, 9, 3, at + 3599.5
     from generate_series(0, ${DAYS * 24 - 1}) hour, lateral (select ${START} + hour * ${HOUR} as at) t,
       metric_series s join metric m on m.id = s.metric_id
     where m.name like 'year %' order by hour, s.id`,
  )
  await pool.query('vacuum analyze metric_hour')
}

async function askMany() {
  const project = { id: 1, ...projectInput.parse({ name: 'default' }) }
  const asked = { period: 'hour', from: START, to: START + DAYS * 24 * HOUR - 1 } as const
  const times: number[] = []
  for (let i = 0; i < QUESTIONS; i++) {
    const start = performance.now()
    const name = `year ${1 + (i % METRICS)}`
    const points = await readPoints(
      project,
      { ...asked, name },
      { country: `c${1 + (i % COUNTRIES)}` },
    )
    times.push(performance.now() - start)
    if (points.length !== DAYS * 24) throw new Error(`a year has ${points.length} hours`)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round((times[Math.floor(share * times.length)] ?? 0) * 10) / 10
  return { medianMs: at(0.5), p95Ms: at(0.95) }
}
