import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readVitalHistory } from '#lib/health/history/data.ts'
import { sampleVitals } from '#lib/health/history/sample.ts'
import { readIntakeTotals } from '#lib/health/vitals/intake.ts'
import { readVitals } from '#lib/health/vitals/read.ts'
import { freshDatabase } from '#tests/database.ts'
import { newMonitor } from '#tests/lib/runs/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(() => database.pool.query('truncate monitor, alert, vital, intake_count cascade'))
afterAll(() => database.close())

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
/** Nothing is due before it, however slow the machine is. */
const soon = ago(-3_600)
const read = () => readVitals(database.pool, new Date())

test('a monitor is overdue a minute after its time, whether nobody planned its run or nobody took it', async () => {
  const since = { scheduledFrom: ago(600) }
  const unplanned = await newMonitor(database.db, since)
  const waiting = await newMonitor(database.db, since)
  const begun = await newMonitor(database.db, since)
  await newMonitor(database.db, { ...since, active: false })
  await newMonitor(database.db, { ...since, schedule: '0 0 1 1 *' })
  await newMonitor(database.db, { scheduledFrom: soon })
  await database.db.run.createMany({
    data: [
      { monitorId: waiting.id, plannedAt: ago(300) },
      { monitorId: begun.id, plannedAt: soon, status: 'running' },
    ],
  })
  expect((await read()).overdue).toBe(2)

  await database.db.run.create({
    data: { monitorId: unplanned.id, plannedAt: soon, status: 'missed', missedCount: 9 },
  })
  await database.db.run.updateMany({ data: { status: 'done', plannedAt: soon } })
  expect((await read()).overdue).toBe(0)
})

test('runs tell how late they began and by what they were ended', async () => {
  const { id: monitorId } = await newMonitor(database.db)
  const run = (n: number, reason: string | null, manual = false) => {
    const plannedAt = ago(60 + n)
    const startedAt = new Date(plannedAt.getTime() + n * 1000)
    return { monitorId, plannedAt, startedAt, reason, manual, status: 'done' as const }
  }
  const reasons = [null, 'timeout', 'timeout', 'memory', 'runner lost', 'exception']
  await database.db.run.createMany({
    data: [...reasons.map((reason, n) => run(n, reason)), run(50, null, true)],
  })
  expect((await read()).runs).toEqual({
    ...{ done: 6, lateP50: 2.5, lateP99: 4.95 },
    killed: { timeout: 2, memory: 1, lost: 1 },
  })
})

test('an alert that has something due for minutes and was sent nothing is stuck; one that waits for its next try is not', async () => {
  await database.pool.query(`
    insert into alert (key, type, config, states)
      values ('none', 'x', '{}', '{}'), ('later', 'x', '{}', '{}'), ('sending', 'x', '{}', '{}');
    insert into monitor (name, script, schedule, policy) values ('m', '', '@daily', '{}');
    insert into transition (monitor_id, at, "from", "to", message, version)
      select id, now(), 'OK', 'ALARM', '', 1 from monitor;
    insert into delivery (transition_id, monitor_id, alert_id, repeat, created_at, next_attempt_at, claimed_until, status, finished_at)
      select t.id, t.monitor_id, a.id, d.* from transition t, alert a,
        lateral (values
          (0, now() - interval '10 min', now() - interval '9 min', null::timestamptz, 'queued'::delivery_status, null::timestamptz),
          (1, now() - interval '10 min', now() + interval '1 hour',
            case when a.key = 'sending' then now() + interval '1 hour' end, 'queued', null),
          (2, now() - interval '1 day', null, null, 'dead', now() - interval '5 min'),
          (3, now() - interval '9 days', null, null, 'dead', now() - interval '8 days')) d
      where a.key <> 'later' or d.column1 > 0`)
  const { deliveries } = await read()
  expect(deliveries).toMatchObject({
    waiting: 5,
    died: 3,
    dead: 6,
    stuck: [{ to: 'none', due: 1 }],
  })
  expect(deliveries.oldestSeconds).toBeGreaterThanOrEqual(600)

  await database.pool.query(`
    insert into delivery_attempt (delivery_id, at, duration_ms, ok, status)
      select d.id, now() - interval '1 min', 5, false, '429' from delivery d join alert a on a.id = alert_id
      where a.key = 'none' and repeat = 1`)
  expect((await read()).deliveries.stuck).toEqual([])
})

const countIn = (minutesAgo: number, reason: string, count: number) =>
  database.pool.query(
    `insert into intake_count (minute, project_id, input, reason, count)
     values (date_trunc('minute', now()) - make_interval(mins => $1), 1, 'http', $2, $3)`,
    [minutesAgo, reason, count],
  )

test('what came in is counted since ever, though the counts of its minutes go', async () => {
  await countIn(20, 'accepted', 100)
  await countIn(3, 'overloaded', 5)
  await sampleVitals(database.pool)
  await database.pool.query(`delete from intake_count where minute < now() - interval '10 min'`)
  await countIn(0, 'accepted', 1)
  expect(await readIntakeTotals(database.pool)).toEqual([
    { input: 'http', outcome: 'accepted', count: 101 },
    { input: 'http', outcome: 'overloaded', count: 5 },
  ])
})

test('each minute is noted once, and the history has gaps where none was', async () => {
  // Whichever minute is the last whole one.
  for (const minutesAgo of [0, 1]) await countIn(minutesAgo, 'accepted', 60)
  await Promise.all([sampleVitals(database.pool), sampleVitals(database.pool)])
  const { rows } = await database.pool.query('select at from vital')
  // Both may stand at the edge of a minute.
  expect([1, 2]).toContain(rows.length)

  await database.pool.query('update vital set at = at - make_interval(hours => 3)')
  const { times, values } = await readVitalHistory(24)
  expect(times.length).toBe(288)
  const noted = values.taken.filter(value => value !== null)
  expect(Math.max(...noted)).toBe(60)
  expect(noted.length).toBeLessThanOrEqual(2)
})

test('what is longer ago than a week and a day is forgotten', async () => {
  await database.pool.query(
    `insert into vital values (now() - interval '9 days', '{}', '{}'), (now() - interval '7 days', '{}', '{}')`,
  )
  await sampleVitals(database.pool)
  const { rows } = await database.pool.query<{ days: number }>(
    'select round(extract(epoch from now() - at) / 86400)::int as days from vital order by at',
  )
  expect(rows.map(({ days }) => days)).toEqual([7, 0])
})

test('a job that failed and was not done since is told of', async () => {
  await database.pool.query(`
    select graphile_worker.add_job('clean-up-events', '{}', job_key => $$${randomUUID()}$$);
    update graphile_worker._private_jobs set attempts = 3, last_error = 'the archive is away'`)
  expect((await read()).failing).toEqual([{ task: 'clean-up-events', attempts: 3, givenUp: 0 }])
})
