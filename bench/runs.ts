import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { isolatedFloor } from '#bench/floors/isolated.ts'
import type { Measured } from '#bench/main.ts'
import { withPostgres } from '#bench/parts/postgres.ts'
import { middleBy } from '#bench/parts/rounds.ts'
import { openPool } from '#lib/db/client.ts'
import { policy } from '#lib/monitors/schema.ts'
import { queueRuns } from '#lib/runs/queue.ts'

const RUNS = 2_000
const MONITORS = 500
const ROUNDS = 3
const FLOOR_MS = 3_000
const LOOK_MS = 20

/**
 * The whole path of a run: queued in the database, claimed, through the sandbox with one source call, recorded
 * with its monitor's state. Before and after each round, what isolated-vm takes for nothing but the contexts.
 */
export const measure = (): Promise<Measured> =>
  withPostgres(async url => {
    const pool = openPool(url)
    await insertMonitors(pool)
    const engine = fork(join(import.meta.dirname, 'parts/engine.ts'), {
      env: { ...process.env, BELFRY_SECRET: 'the secret of a benchmark', BELFRY_LOG: 'warn' },
    })
    await readyOrGone(engine)
    // An engine runs for weeks: it is measured warm.
    await carryOut(pool, RUNS)

    const rounds: Round[] = []
    for (let floor = await isolatedFloor(FLOOR_MS); rounds.length < ROUNDS; ) {
      const rate = await carryOut(pool, RUNS)
      const after = await isolatedFloor(FLOOR_MS)
      rounds.push({ rate, floor: (floor + after) / 2 })
      floor = after
    }

    const wrong = await countWrong(pool)
    engine.disconnect()
    await once(engine, 'exit')
    await pool.end()
    return {
      name: 'runs',
      unit: 'runs/s',
      ...middle(rounds),
      runs: RUNS,
      monitors: MONITORS,
      wrong,
    }
  })

interface Round {
  rate: number
  floor: number
}

/** The round with the middle ratio. */
function middle(rounds: Round[]) {
  const { rate, floor } = middleBy(rounds, round => round.rate / round.floor)
  const ratio = Math.round((rate / floor) * 1000) / 1000
  return { value: Math.round(rate), floor: Math.round(floor), ratio }
}

async function readyOrGone(engine: ChildProcess) {
  const gone = once(engine, 'exit').then(() => Promise.reject(new Error('the engine ended')))
  await Promise.race([once(engine, 'message'), gone])
  gone.catch(() => {})
}

async function insertMonitors(pool: Pool) {
  await pool.query(
    `insert into monitor (name, script, schedule, policy)
     select 'Monitor ' || n,
       'const total: number = await sources.numbers.get(''requests.' || n || ''')
        if (total > 100) fail(total + '' requests are too many'')
        return total + 1',
       '* * * * *', $1
     from generate_series(1, $2) n`,
    [policy.parse({}), MONITORS],
  )
  await pool.query('analyze monitor')
}

/** Queues so many runs, each monitor in turn, and waits until all are recorded. Answers how many that were in a second. */
async function carryOut(pool: Pool, count: number): Promise<number> {
  const start = performance.now()
  const { rows } = await pool.query<{ id: string }>(
    `insert into run (monitor_id, planned_at, status)
     select m.id, now() + make_interval(secs => n / $2), 'queued'
     from generate_series(0, $1 - 1) n
     join (select id, row_number() over (order by id) - 1 as place from monitor) m on m.place = n % $2
     order by n
     returning id::text as id`,
    [count, MONITORS],
  )
  await queueRuns(
    pool,
    rows.map(({ id }) => id),
  )
  while (await hasOpenRuns(pool)) await delay(LOOK_MS)
  return (count / (performance.now() - start)) * 1000
}

async function hasOpenRuns(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ open: boolean }>(
    `select exists (select from run where status in ('queued', 'running')) as open`,
  )
  return rows[0]?.open ?? false
}

/** Runs that did not end OK with their value, and monitors that are not OK. */
async function countWrong(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ wrong: number }>(
    `select (select count(*) from run
             where status <> 'done' or state is distinct from 'OK' or value is distinct from '42')::int
       + (select count(*) from monitor where state <> 'OK')::int as wrong`,
  )
  return rows[0]?.wrong ?? 0
}
