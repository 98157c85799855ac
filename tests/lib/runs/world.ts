import type { Pool } from 'pg'
import type { Db } from '#lib/db/client.ts'
import { type Policy, policy } from '#lib/monitors/schema.ts'
import { openRunner } from '#lib/runs/runner.ts'
import type { Job, Outcome } from '#lib/sandbox/contract.ts'

export const LONG_AGO = new Date('2020-01-01T00:00:00Z')

let names = 0

export const newMonitor = (db: Db, rest: { policy?: object; [column: string]: unknown } = {}) =>
  db.monitor.create({
    data: {
      name: `monitor ${++names}`,
      script: 'return 1',
      schedule: '* * * * *',
      scheduledFrom: LONG_AGO,
      ...rest,
      policy: policy.parse(rest.policy ?? {}),
    },
  })

export const noDataPolicy = (action: Policy['noData']['then'], maxAgeMs = 0) => ({
  // biome-ignore lint/suspicious/noThenProperty: the public contract names it so; a string is no thenable
  noData: { then: action, maxAgeMs },
})

export const anOutcome = (rest: Partial<Outcome> = {}): Outcome => ({
  state: 'OK',
  reason: null,
  value: 1,
  series: {},
  message: 'Monitor Passed',
  output: '',
  calls: [],
  startedAt: new Date(),
  durationMs: 5,
  line: null,
  ...rest,
})

/** A sandbox whose runs end as `answer` says, by default at once and well. */
export function fakeSandbox(
  answer: (
    job: Job,
    signal?: AbortSignal,
  ) => Partial<Outcome> | Promise<Partial<Outcome>> = () => ({}),
) {
  const jobs: Job[] = []
  return {
    jobs,
    async run(job: Job, signal?: AbortSignal): Promise<Outcome> {
      jobs.push(job)
      const startedAt = new Date()
      return anOutcome({ startedAt, ...(await answer(job, signal)) })
    },
  }
}

/** Ids of the runs that wait, as the queue would hand them out. */
export async function waitingRuns(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id::text as id from run where status = 'queued' order by id`,
  )
  return rows.map(({ id }) => id)
}

export const statuses = async (db: Db, monitorId: number) =>
  (await db.run.findMany({ where: { monitorId }, orderBy: { plannedAt: 'asc' } })).map(
    run => run.status,
  )

export const anEngine = '00000000-0000-4000-8000-000000000001'
export const anotherEngine = '00000000-0000-4000-8000-000000000002'

export const runnerWith = (
  pool: Pool,
  sandbox: ReturnType<typeof fakeSandbox>,
  engineId = anEngine,
) => openRunner({ ...telling(pool), engineId, sandbox })

/** Where runs are recorded; the alerts that were woken are in `woken`. */
export function telling(pool: Pool) {
  const woken: number[] = []
  return { pool, woken, wake: (alertId: number) => void woken.push(alertId) }
}
