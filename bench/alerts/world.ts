import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { policy } from '#lib/monitors/schema.ts'

/** What came to the receiver: the id that goes with every attempt, and when, in milliseconds since 1970. */
export interface Heard {
  id: string
  at: number
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>

/** Its process. */
export async function startReceiver() {
  const child = fork(join(import.meta.dirname, 'receiver.ts'))
  const [[alive, hole, gone]] = (await once(child, 'message')) as [number[]]
  const address = (port: number | undefined) => `http://127.0.0.1:${port}/`
  return {
    addresses: { alive: address(alive), hole: address(hole), gone: address(gone) },
    /** What came since the last call. */
    async heard(): Promise<Heard[]> {
      child.send('told')
      const [heard] = (await once(child, 'message')) as [Heard[]]
      return heard
    },
    stop: () => child.disconnect(),
  }
}

/** An alert for each address, told of OK and ALARM by every monitor. */
export async function insertAlerts(pool: Pool, addresses: Record<string, string>) {
  for (const [key, url] of Object.entries(addresses))
    await pool.query(`insert into alert (key, type, config) values ($1, 'webhook', $2)`, [
      key,
      { url },
    ])
}

/** Monitors that turn with every run, and are not due by themselves. */
export async function insertMonitors(pool: Pool, count: number) {
  await pool.query(
    `insert into monitor (name, script, schedule, policy)
     select 'Monitor ' || n, $1, '0 0 1 1 *', $2 from generate_series(1, $3) n`,
    [
      `if (previous.state === 'OK') fail('too many failed')\nreturn 1`,
      policy.parse({ after: { OK: 1, ALARM: 1, ERROR: 1 } }),
      count,
    ],
  )
  await pool.query('analyze monitor')
}

/** Looks every so often until it is so. */
export async function until(isSo: () => Promise<boolean>, limitMs: number, what: string) {
  for (const end = performance.now() + limitMs; !(await isSo()); await delay(100))
    if (performance.now() > end) throw new Error(`${what} did not come within ${limitMs / 1000} s`)
}
