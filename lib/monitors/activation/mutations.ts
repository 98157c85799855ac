import { queueDeliveries } from '#lib/alerting/queue.ts'
import { overPrisma } from '#lib/db/change.ts'
import type { Tx } from '#lib/db/client.ts'
import type { StateName } from '#lib/plugin.ts'

const MESSAGE = 'Monitor paused'

/**
 * Records that a monitor is INACTIVE from now on: a line of its history, the change of state, what alerts
 * are told of it. A monitor that was INACTIVE before says nothing new. What waited for its turn is not run.
 */
export async function recordPause(
  tx: Tx,
  { id, state, version }: { id: number; state: StateName; version: number },
): Promise<void> {
  await tx.run.updateMany({
    where: {
      ...{ monitorId: id, status: 'queued' },
      OR: [{ manual: false }, { streamId: { not: null } }],
    },
    data: { status: 'skipped', message: 'The monitor was paused.' },
  })
  if (state === 'INACTIVE') return

  const at = new Date()
  const run = await tx.run.create({
    data: {
      ...{ monitorId: id, plannedAt: at, startedAt: at, durationMs: 0, manual: true },
      ...{ status: 'done', state: 'INACTIVE', message: MESSAGE, version },
    },
  })
  const transition = await tx.transition.create({
    data: {
      ...{ monitorId: id, runId: run.id, at, version },
      ...{ from: state, to: 'INACTIVE', message: MESSAGE },
    },
  })
  await tx.monitor.update({
    where: { id },
    data: { state: 'INACTIVE', since: at, pendingState: null, pendingCount: 0 },
  })
  await queueDeliveries(overPrisma(tx), [{ transitionId: transition.id }])
}
