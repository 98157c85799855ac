import { within } from '#lib/access/reach/data.ts'
import { type Changer, reachOf } from '#lib/access/reach.ts'
import { recordChange } from '#lib/audit/record.ts'
import { overPrisma } from '#lib/db/change.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { notifyRuns, queueRuns } from '#lib/runs/queue.ts'

/**
 * Queues a run that a person asked for, also of a paused monitor. Answers its id; asked again before it has
 * begun, that of the same run.
 */
export async function runNow(monitorId: number, by: Changer): Promise<number> {
  return db().$transaction(async tx => {
    const [monitor] = await tx.$queryRaw<{ name: string }[]>`
      select name from monitor
      where id = ${monitorId} and ${within(reachOf(by), Prisma.sql`groups`)} for no key update`
    if (!monitor) throw new UserError(`There is no monitor ${monitorId}.`, { code: 'not_found' })

    const waiting = await tx.run.findFirst({
      where: { monitorId, manual: true, streamId: null, status: 'queued' },
      select: { id: true },
    })
    if (waiting) return Number(waiting.id)

    const [run] = await tx.$queryRaw<{ id: string }[]>`
      insert into run (monitor_id, planned_at, manual)
      values (${monitorId}, clock_timestamp(), true) returning id::text`
    if (!run) throw new Error('an insert returns its row')
    await queueRuns(overPrisma(tx), [run.id])
    await notifyRuns(overPrisma(tx), [monitorId])
    await recordChange(overPrisma(tx), {
      ...{ actor: by, action: 'run', subject: 'monitor', subjectId: monitorId, name: monitor.name },
      change: { run: Number(run.id) },
    })
    return Number(run.id)
  })
}
