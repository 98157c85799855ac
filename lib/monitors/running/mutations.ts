import { db } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'

/**
 * Queues a run that a person asked for, also of a paused monitor. Answers its id; asked again before it has
 * begun, that of the same run.
 */
export async function runNow(monitorId: number): Promise<number> {
  return db().$transaction(async tx => {
    const [monitor] = await tx.$queryRaw<{ id: number }[]>`
      select id from monitor where id = ${monitorId} for update`
    if (!monitor) throw new UserError(`There is no monitor ${monitorId}.`, { code: 'not_found' })

    const waiting = await tx.run.findFirst({
      where: { monitorId, manual: true, status: 'queued' },
      select: { id: true },
    })
    if (waiting) return Number(waiting.id)

    const [run] = await tx.$queryRaw<{ id: string }[]>`
      insert into run (monitor_id, planned_at, manual)
      values (${monitorId}, clock_timestamp(), true) returning id::text`
    if (!run) throw new Error('an insert returns its row')
    await tx.$queryRaw`
      select id::text from graphile_worker.add_job('run', json_build_object('runIds', json_build_array(${run.id}::text)))`
    await tx.$executeRaw`select pg_notify('belfry_runs', ${`[${monitorId}]`})`
    return Number(run.id)
  })
}
