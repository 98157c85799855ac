import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPoints } from '#lib/metrics/data.ts'
import { settleHours } from '#lib/metrics/settle.ts'
import { metricTasks } from '#lib/metrics/tasks.ts'
import { freshDatabase } from '#tests/database.ts'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const HOUR = 3_600
const DAY = 24 * HOUR
const START = 1_700_006_400
const NEVER = new AbortController().signal
const NAMES = Array.from({ length: 300 }, (_, i) => `metric ${i}`)

/** One hour after the other, of all metrics each, as they come in. */
async function countDay() {
  const { pool } = database
  await pool.query(
    `with metrics as (
       insert into metric (project_id, name, kind, first_seen, last_seen)
       select 1, name, 'counter', now(), now() from unnest($1::text[]) name returning id),
     series as (
       insert into metric_series (project_id, metric_id, filters, filter_values) select 1, id, '{}', '{}' from metrics returning id)
     insert into metric_hour (project_id, series_id, bucket, sum, count, min, max, last, last_at)
     select 1, id, $2 + ${HOUR} * hour, hour, 1, hour, hour, hour, $2 from generate_series(0, 24) hour, series order by 3, 2`,
    [NAMES, START],
  )
}

const pagesOf = async (name: string) => {
  const { rows } = await database.pool.query<{ pages: number }>(
    `select count(distinct (h.ctid::text::point)[0])::int as pages from metric_hour h
     join metric_series s on s.id = h.series_id join metric m on m.id = s.metric_id
     where m.name = $1 and bucket < $2`,
    [name, START + DAY],
  )
  return rows[0]?.pages
}

const read = (name: string) =>
  readPoints(aProject(), { name, period: 'hour', from: START, to: START + DAY })

test('the hours of a day come to lie side by side, and stay what they were', async () => {
  await countDay()
  const before = await read('metric 7')
  expect(await pagesOf('metric 7')).toBeGreaterThan(20)

  expect(await settleHours(database.pool, START + 5 * HOUR, NEVER)).toBe(24 * NAMES.length)
  expect(await pagesOf('metric 7')).toBeLessThanOrEqual(2)
  expect(await read('metric 7')).toEqual(before)
  expect(before).toHaveLength(25)
})

test('what comes in at the same time is neither lost nor held up for good', async () => {
  const intake = openIntake(database.pool)
  const rounds = Array.from({ length: 10 }, (_, round) => round)
  const send = async () => {
    for (const round of rounds)
      await intake.accept(
        aProject(),
        'http',
        NAMES.map(name => anUpdate({ name, at: START + (round % 24) * HOUR, value: 1 })),
      )
  }
  const settle = async () => {
    for (const _ of rounds) await settleHours(database.pool, START, NEVER)
  }
  await Promise.all([send(), settle()])
  await intake.close()
  const points = await read('metric 7')
  expect(points).toEqual(points.map(([at], hour) => [at, hour + (hour < rounds.length ? 1 : 0)]))
})

test('it ends early when it is to', async () => {
  expect(await settleHours(database.pool, START, AbortSignal.abort())).toBe(0)
})

test('every night it is done for the day before yesterday', async () => {
  const { tasks, cron } = metricTasks(database.pool, NEVER)
  expect(cron.map(({ task }) => task)).toContain('settle-metrics')
  await database.pool.query('delete from metric')
  await countDay()
  const night = (START + 2 * DAY + 2.5 * HOUR) * 1000
  await tasks['settle-metrics']({ _cron: { ts: new Date(night).toISOString() } })
  expect(await pagesOf('metric 7')).toBeLessThanOrEqual(2)
})
