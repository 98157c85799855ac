import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Measured } from '#bench/main.ts'
import { type Taken, takenBy, totalOf } from '#bench/parts/processes.ts'
import { withProduct } from '#bench/parts/product.ts'
import { policy } from '#lib/monitors/schema.ts'

const MONITORS = 1_000
/** What a start leaves behind has been done by then. */
const SETTLE_MS = 60_000
const WATCH_MS = 60_000
const GOAL_MIB = 700
const CPU_GOAL_PERCENT = 3

/** What a whole Belfry in production takes, its database included, that has 1,000 monitors scheduled hourly and nothing to do. */
export const measure = (): Promise<Measured> =>
  withProduct({ fill: insertMonitors }, async ({ pid }) => {
    await delay(SETTLE_MS)
    const before = takenBy(pid)
    await delay(WATCH_MS)
    const after = takenBy(pid)
    const value = Math.round(totalOf(after.memory))
    return {
      ...{ name: 'idle', value, unit: 'MiB' },
      ...{ floor: GOAL_MIB, ratio: Math.round((GOAL_MIB / value) * 100) / 100 },
      ...{ monitors: MONITORS, memory: rounded(after.memory, 1) },
      ...cpuOf(before, after),
      cpuGoal: CPU_GOAL_PERCENT,
    }
  })

/** In percent of one core. */
function cpuOf(before: Taken, after: Taken) {
  const percent = (seconds: number) => (seconds / WATCH_MS) * 100_000
  const cpu = Object.fromEntries(
    Object.entries(after.cpu).map(([kind, seconds]) => [
      kind,
      percent(seconds - (before.cpu[kind] ?? 0)),
    ]),
  )
  return { cpuPercent: Math.round(totalOf(cpu) * 100) / 100, cpu: rounded(cpu, 100) }
}

/** None of them is due before three quarters of an hour have gone. */
async function insertMonitors(pool: Pool) {
  const minute = (new Date().getUTCMinutes() + 50) % 60
  await pool.query(
    `insert into monitor (name, script, schedule, policy)
     select 'Monitor ' || n, 'return ' || n, $1, $2 from generate_series(1, $3) n`,
    [`${minute} * * * *`, policy.parse({}), MONITORS],
  )
}

const rounded = (values: Record<string, number>, parts: number) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Math.round(value * parts) / parts]),
  )
