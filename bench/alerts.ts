import type { Pool } from 'pg'
import { bareWay } from '#bench/alerts/floor.ts'
import { changesAfter, isAllSent, lastDelivery, tellAtOnce, turn } from '#bench/alerts/load.ts'
import {
  insertAlerts,
  insertMonitors,
  type Receiver,
  startReceiver,
  until,
} from '#bench/alerts/world.ts'
import type { Measured } from '#bench/main.ts'
import { withPostgres } from '#bench/parts/postgres.ts'
import { startRole } from '#bench/parts/role.ts'
import { openPool } from '#lib/db/client.ts'

const MONITORS = 1_000
const RATE = 200
const SECONDS = { warm: 8, measured: 20 }
const BURSTS = 3
const LIMIT_MS = 60_000

interface World {
  pool: Pool
  receiver: Receiver
}

/**
 * From the commit of a failing run to the arrival of its webhook at a receiver in another process: 200 changes a second through a whole
 * engine, while two other alerts are switched on for all of them, one that accepts and never answers and one where nobody listens.
 * Then thousands of changes at once, for the highest rate.
 */
export const measure = (): Promise<Measured> =>
  withPostgres(measureOn, ['track_commit_timestamp = on'])

async function measureOn(url: string): Promise<Measured> {
  const pool = openPool(url)
  const receiver = await startReceiver()
  const world = { pool, receiver }
  await insertAlerts(pool, receiver.addresses)
  await insertMonitors(pool, MONITORS)
  const engine = await startRole('engine')
  try {
    const floor = await floorOf(world)
    await told(world, () => turn(pool, MONITORS, RATE, SECONDS.warm))
    const cpuBefore = engine.cpuSeconds()
    const { late, missing, twice } = await told(world, () =>
      turn(pool, MONITORS, RATE, SECONDS.measured),
    )
    const engineCpuMs = ((engine.cpuSeconds() - cpuBefore) * 1000) / late.length
    const most = await highestRate(world)
    const [p50, p99] = [0.5, 0.99].map(part => percentile(late, part))
    return {
      ...{ name: 'alerts', value: p99 ?? 0, unit: 'ms', floor: percentile(floor, 0.99) },
      ratio: rounded(percentile(floor, 0.99) / (p99 ?? 0)),
      ...{ p50, p99, floorP50: percentile(floor, 0.5), told: late.length, missing, twice },
      ...{ engineCpuMs: rounded(engineCpuMs), mostPerSecond: Math.round(most) },
    }
  } finally {
    receiver.stop()
    await engine.stop()
    await pool.end()
  }
}

/** Of the bare way at the same rate, sorted. */
async function floorOf({ pool, receiver }: World): Promise<number[]> {
  const committed = await bareWay(pool, receiver.addresses.alive, {
    ...{ count: RATE * 5, everyMs: 1_000 / RATE },
  })
  return latencies(committed, await receiver.heard()).late
}

/** Waits until all that `work` changed has been told to the receiver that lives; how long each took, sorted. */
async function told({ pool, receiver }: World, work: () => Promise<unknown>) {
  const from = await lastDelivery(pool)
  await work()
  await until(() => isAllSent(pool), LIMIT_MS, 'the last delivery')
  return latencies(await changesAfter(pool, from), await receiver.heard())
}

function latencies(committed: Map<string, number>, heard: readonly { id: string; at: number }[]) {
  const arrived = new Map(heard.toReversed().map(({ id, at }) => [id, at]))
  const late = [...committed].flatMap(([id, at]) => (arrived.get(id) ?? Number.NaN) - at)
  const known = late.filter(ms => !Number.isNaN(ms)).sort((a, b) => a - b)
  return { late: known, missing: late.length - known.length, twice: heard.length - arrived.size }
}

/** Changes a second when all monitors turn at once, the middle one of some: from the commit to the last arrival. */
async function highestRate({ pool, receiver }: World): Promise<number> {
  const rates: number[] = []
  for (let i = 0; i < BURSTS; i++) {
    const { late } = await told({ pool, receiver }, () => tellAtOnce(pool))
    rates.push((late.length / (late.at(-1) ?? 0)) * 1_000)
  }
  return rates.sort((a, b) => a - b)[Math.floor(BURSTS / 2)] ?? 0
}

const percentile = (sorted: readonly number[], part: number) =>
  rounded(sorted[Math.floor(sorted.length * part)] ?? Number.NaN)

const rounded = (value: number) => Math.round(value * 100) / 100
