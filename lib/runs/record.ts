import type { Pool } from 'pg'
import { queueDeliveries } from '#lib/alerting/queue.ts'
import { judge, type Verdict } from '#lib/monitors/outcome.ts'
import type { Policy } from '#lib/monitors/schema.ts'
import { advance, type MonitorState, type RunState } from '#lib/monitors/state.ts'
import { queueNextOfStreams } from '#lib/runs/of-streams.ts'
import { notifyRuns } from '#lib/runs/queue.ts'
import {
  insertTransitions,
  repetitions,
  updateMonitors,
  updateRuns,
} from '#lib/runs/record-writes.ts'
import type { Outcome } from '#lib/sandbox/contract.ts'
import { inTransaction, type Queryable } from '#lib/transaction.ts'

/** A run that came to its end, and the engine that had it. */
export interface Finished {
  id: string
  monitorId: number
  claimedBy: string
  /** of the definition that was run */
  version: number
  outcome: Outcome
  /** the pipeline of a stream asked for it */
  ofStream: boolean
}

/** Where the ends of runs are recorded, and who sends what they tell. */
export interface Recording {
  pool: Pool
  /** called for each alert that has something to tell, once that is committed */
  wake(alertId: number): void
}

/**
 * What became of a run's end. `gone`: it is no longer this engine's to record (recorded before, given to another
 * engine, deleted with its monitor). `busy`: its monitor is being saved or deleted at this moment.
 */
export type Recorded = 'recorded' | 'gone' | 'busy'

/**
 * Records the ends of runs in one transaction: the runs, their monitors' states, the transitions and
 * their deliveries. Answers what became of each; what is not recorded changes nothing.
 */
export async function recordRuns(
  { pool, wake }: Recording,
  finished: readonly Finished[],
  now: Date,
): Promise<Recorded[]> {
  const { became, queued } = await inTransaction(pool, async tx => {
    const monitors = await lockMonitors(tx, finished)
    const busy = await busyMonitors(tx, finished, monitors)
    const judged = finished.flatMap(run => {
      const monitor = monitors.get(run.monitorId)
      if (!monitor) return []
      return [{ run, monitor, verdict: judge(run.outcome, monitor.policy.noData, monitor, now) }]
    })
    const recorded = await updateRuns(tx, judged)
    const steps = judged.filter(({ run }) => recorded.has(run.id)).map(step)

    await updateMonitors(tx, steps, now)
    const queued = await queueDeliveries(tx, [
      ...(await insertTransitions(tx, steps)),
      ...(await repetitions(tx, steps, now)),
    ])
    await queueNextOfStreams(
      tx,
      steps.filter(({ run }) => run.ofStream).map(({ monitor }) => monitor.id),
    )
    await notifyRuns(
      tx,
      steps.map(({ monitor }) => monitor.id),
    )
    const became = finished.map(
      ({ id, monitorId }): Recorded =>
        recorded.has(id) ? 'recorded' : busy.has(monitorId) ? 'busy' : 'gone',
    )
    return { became, queued }
  })
  for (const alertId of new Set(queued.map(({ alertId }) => alertId))) wake(alertId)
  return became
}

interface Monitor extends MonitorState {
  id: number
  active: boolean
  policy: Policy
  lastDataAt: Date | null
  lastToldAt: Date | null
}

export interface Judged {
  run: Finished
  monitor: Monitor
  verdict: Verdict
}

/** What a run makes of its monitor. */
export interface Step extends Judged {
  after: MonitorState
  turned: boolean
  endedAt: Date
}

/** In the order of their ids, as everything that locks several monitors does; waiting for none. */
async function lockMonitors(tx: Queryable, finished: readonly Finished[]) {
  const { rows } = await tx.query<
    Monitor & { pendingState: RunState | null; pendingCount: number }
  >(
    `select id, active, policy, state::text as state, since, pending_state::text as "pendingState",
       pending_count as "pendingCount", last_data_at as "lastDataAt", last_told_at as "lastToldAt"
     from monitor where id = any ($1::int[]) order by id for no key update skip locked`,
    [finished.map(({ monitorId }) => monitorId)],
  )
  return new Map(
    rows.map(({ pendingState, pendingCount, ...monitor }) => {
      const pending = pendingState && { state: pendingState, count: pendingCount }
      return [monitor.id, { ...monitor, pending } satisfies Monitor]
    }),
  )
}

async function busyMonitors(
  tx: Queryable,
  finished: readonly Finished[],
  locked: Map<number, Monitor>,
): Promise<Set<number>> {
  const missing = finished.map(run => run.monitorId).filter(id => !locked.has(id))
  if (missing.length === 0) return new Set()
  const { rows } = await tx.query<{ id: number }>(
    'select id from monitor where id = any ($1::int[])',
    [missing],
  )
  return new Set(rows.map(({ id }) => id))
}

function step(judged: Judged): Step {
  const { run, monitor, verdict } = judged
  const endedAt = new Date(run.outcome.startedAt.getTime() + run.outcome.durationMs)
  // What a paused monitor's last run said is kept with the run, but the monitor stays INACTIVE.
  const counts = monitor.active && verdict.counts
  const after = counts
    ? advance(monitor, verdict.state as RunState, monitor.policy, endedAt)
    : monitor
  return { ...judged, after, turned: after.state !== monitor.state, endedAt }
}
