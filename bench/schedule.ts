import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { isolatedFloor } from '#bench/floors/isolated.ts'
import type { Measured } from '#bench/main.ts'
import { withPostgres } from '#bench/parts/postgres.ts'
import { everything } from '#lib/access/reach.ts'
import { openDb } from '#lib/db/client.ts'
import { monitorPage } from '#lib/monitors/data.ts'
import { policy } from '#lib/monitors/schema.ts'

const MONITORS = 10_000
/** The engine gets this long to see the monitors before their minute comes. */
const LEAD_MS = 8_000
const LIMIT_MS = 55_000
const LIST_EVERY_MS = 100
const FLOOR_MS = 3_000

/**
 * 10,000 monitors that are all due at one full minute, in a whole engine with its own database: whether each
 * runs once, how long until the last has started, and what the monitor list takes meanwhile.
 */
export async function measure(): Promise<Measured> {
  const floorRate = await isolatedFloor(FLOOR_MS)
  return withPostgres(async url => {
    const { pool, close } = openDb(url)
    try {
      return await measureWith(pool, url, floorRate)
    } finally {
      await close()
    }
  })
}

async function measureWith(pool: Pool, url: string, floorRate: number): Promise<Measured> {
  const minute = nextMinute(Date.now() + LEAD_MS)
  await insertMonitors(pool, minute)
  const engine = await startEngine(url)
  await delay(minute.getTime() - Date.now())
  const listMs = await listUntil(() => isOver(pool, minute))
  engine.kill('SIGTERM')
  await once(engine, 'exit')

  const result = await resultOf(pool, minute)
  listMs.sort((a, b) => a - b)
  const floor = MONITORS / floorRate
  return {
    name: 'schedule',
    value: result.last,
    unit: 's until the last of 10,000 has started',
    floor: rounded(floor),
    ratio: rounded(floor / result.last),
    monitors: MONITORS,
    missed: MONITORS - result.done,
    twice: result.twice,
    p50LatenessSeconds: result.p50,
    p99LatenessSeconds: result.p99,
    listP95Ms: Math.round(listMs[Math.floor(listMs.length * 0.95)] ?? 0),
    lists: listMs.length,
  }
}

const nextMinute = (after: number) => new Date(Math.ceil(after / 60_000) * 60_000)

async function insertMonitors(pool: Pool, minute: Date) {
  await pool.query(
    `insert into monitor (name, script, schedule, policy, scheduled_from)
     select 'Monitor ' || n, 'return ' || n, '* * * * *', $1, $2 from generate_series(1, $3) n`,
    [policy.parse({}), new Date(minute.getTime() - 1), MONITORS],
  )
  await pool.query('analyze monitor')
}

async function startEngine(url: string) {
  const engine = fork(join(import.meta.dirname, '../lib/roles/main.ts'), ['engine'], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      BELFRY_SECRET: 'the secret of a benchmark',
      BELFRY_LOG: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(engine, 'message')
  return engine
}

/** Asks for the first page of the monitor list again and again; answers how long each answer took. */
async function listUntil(isOver: () => Promise<boolean>): Promise<number[]> {
  const took: number[] = []
  while (!(await isOver())) {
    const start = performance.now()
    await monitorPage(everything, {}, '1', 100)
    took.push(performance.now() - start)
    await delay(LIST_EVERY_MS)
  }
  return took
}

async function isOver(pool: Pool, minute: Date): Promise<boolean> {
  if (Date.now() - minute.getTime() > LIMIT_MS) return true
  const { rows } = await pool.query<{ done: number }>(
    `select count(*)::int as done from run where planned_at = $1 and status = 'done'`,
    [minute],
  )
  return rows[0]?.done === MONITORS
}

interface Result {
  done: number
  twice: number
  p50: number
  p99: number
  last: number
}

/** What ran twice was claimed twice, or told its first state twice. */
async function resultOf(pool: Pool, minute: Date): Promise<Result> {
  const { rows } = await pool.query<Result>(
    `select count(*)::int as done, count(*) filter (where attempts > 1)::int
         + greatest(0, (select count(*) from transition) - count(*))::int as twice,
       percentile_cont(0.5) within group (order by late) as p50,
       percentile_cont(0.99) within group (order by late) as p99, max(late) as last
     from (select attempts, extract(epoch from started_at - planned_at)::float8 as late
       from run where planned_at = $1 and status = 'done') run`,
    [minute],
  )
  return rows[0] as Result
}

const rounded = (value: number) => Math.round(value * 1000) / 1000
