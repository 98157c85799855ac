import type { Pool } from 'pg'
import { policy } from '#lib/monitors/schema.ts'
import type { Receiver } from '#tests/chaos/receivers/receiver.ts'

/** Monitors that share a schedule. */
export interface Kind {
  seconds: number
  schedule: string
  monitors: number
  script: string
  /** its changes of state are told */
  tells: boolean
}

/** OK and ALARM by turns, by the planned time. */
const turning = (seconds: number) =>
  `if (Math.floor(new Date(now).getTime() / ${seconds * 1000}) % 2) fail('it is odd')`

export const KINDS: readonly Kind[] = [
  kind(5, '*/5 * * * * *', 30, turning(5), true),
  kind(15, '*/15 * * * * *', 70, turning(15), true),
  kind(60, '* * * * *', 1_900, 'return 1', false),
]

function kind(
  seconds: number,
  schedule: string,
  monitors: number,
  script: string,
  tells: boolean,
): Kind {
  return { seconds, schedule, monitors, script, tells }
}

/** They are planned from now on. */
export async function insertMonitors(pool: Pool) {
  for (const { schedule, monitors, script, tells } of KINDS)
    await pool.query(
      `insert into monitor (name, script, schedule, policy, alerts)
       select $1 || ' ' || n, $2, $1, $3, $4 from generate_series(1, $5) n`,
      [schedule, script, policy.parse({}), tells ? null : '[]', monitors],
    )
}

/** An alert that speaks with this receiver, and is told these states by monitors. */
export async function insertAlert(
  pool: Pool,
  key: string,
  { type, config }: Pick<Receiver, 'type' | 'config'>,
  states: string,
) {
  await pool.query(`insert into alert (key, type, config, states) values ($1, $2, $3, $4)`, [
    ...[key, type, config, states],
  ])
}

export const pauseMonitors = (pool: Pool) => pool.query('update monitor set active = false')
