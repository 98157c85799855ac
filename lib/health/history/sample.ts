import type { Pool } from 'pg'
import { readHealth } from '#lib/health/data.ts'
import type { VitalName } from '#lib/health/history/names.ts'
import type { Health } from '#lib/health/status.ts'
import { type IntakeCount, isTaken, readIntakeTotals, sumOf } from '#lib/health/vitals/intake.ts'
import { readVitals, type Vitals } from '#lib/health/vitals/read.ts'

/** Of a week and a day: 11,520 rows at most. */
const KEPT_DAYS = 8

/** Notes how this installation is at this minute, once, whoever does it, and forgets what is too long ago. */
export async function sampleVitals(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ now: Date; at: Date }>(
    `select now(), date_trunc('minute', now()) as at`,
  )
  const [{ now, at } = { now: new Date(), at: new Date() }] = rows
  const [health, vitals, totals] = await Promise.all([
    readHealth(),
    readVitals(pool, now, 1),
    readIntakeTotals(pool, at),
  ])
  await pool.query(
    'insert into vital (at, numbers, intake) values ($1, $2, $3) on conflict do nothing',
    [at, JSON.stringify(numbersOf(health, vitals)), JSON.stringify(nested(totals))],
  )
  await pool.query('delete from vital where at < now() - make_interval(days => $1)', [KEPT_DAYS])
}

function numbersOf(health: Health, vitals: Vitals): Record<VitalName, number> {
  const { runs, overdue, deliveries, posts, intake, storage } = vitals
  const { streams, ...jobs } = health.queues
  return {
    runs: runs.done,
    lateP50: runs.lateP50,
    lateP99: runs.lateP99,
    killed: runs.killed.timeout + runs.killed.memory + runs.killed.lost,
    overdue,
    jobsDue: Object.values(jobs).reduce((sum, { due }) => sum + due, 0),
    streamsDue: streams?.due ?? 0,
    lagSeconds: health.lagMs / 1000,
    deliveriesWaiting: deliveries.waiting,
    deliveriesOldestSeconds: deliveries.oldestSeconds,
    postsWaiting: posts.waiting,
    taken: sumOf(intake.filter(isTaken)),
    dropped: sumOf(intake.filter(count => !isTaken(count))),
    databaseBytes: storage.bytes,
    connections: storage.connections,
  }
}

function nested(totals: readonly IntakeCount[]) {
  const byInput: Record<string, Record<string, number>> = {}
  for (const { input, outcome, count } of totals)
    byInput[input] = { ...byInput[input], [outcome]: count }
  return byInput
}
