import type { Plain } from '#lib/plugin.ts'
import { notifyRuns, queueRuns } from '#lib/runs/queue.ts'
import type { Queryable } from '#lib/transaction.ts'

/** A run that the pipeline of a stream asks for. */
export interface Wanted {
  monitorId: number
  streamId: string
  /** what the script sees as `stream` */
  input: Plain
}

/**
 * Plans a run for each, in their order, as part of the caller's transaction. Every stream has its own run, so however many wait, none
 * is skipped; those of a paused monitor are noted as skipped.
 */
export async function planStreamRuns(tx: Queryable, wanted: readonly Wanted[]): Promise<void> {
  const monitorIds = [...new Set(wanted.map(({ monitorId }) => monitorId))]
  await tx.query(HOLD, [monitorIds])
  await tx.query(PLAN, [
    wanted.map(({ monitorId }) => monitorId),
    wanted.map(({ streamId }) => streamId),
    wanted.map(({ input }) => JSON.stringify(input)),
  ])
  await queueNextOfStreams(tx, monitorIds)
  await notifyRuns(tx, monitorIds)
}

/** Nobody else plans runs by hand or pauses these monitors meanwhile. */
const HOLD = 'select from monitor where id = any ($1::int[]) order by id for no key update'

/** A monitor has one run at a time only, and several streams may end in the same microsecond. */
const PLAN = `
  insert into run (monitor_id, planned_at, manual, stream_id, stream, status, message)
  select m.id,
    greatest(clock_timestamp(), newest.planned_at) + wanted.place * interval '1 microsecond',
    true, wanted.stream_id, case when m.active then wanted.input end,
    case when m.active then 'queued' else 'skipped' end::run_status,
    case when m.active then '' else 'The monitor was paused.' end
  from unnest($1::int[], $2::bigint[], $3::jsonb[]) with ordinality
    as wanted(monitor_id, stream_id, input, place)
  join monitor m on m.id = wanted.monitor_id
  left join lateral (
    select planned_at from run
    where monitor_id = m.id and planned_at < now() + interval '1 minute'
    order by planned_at desc limit 1) newest on true
  order by wanted.place`

/**
 * Queues the oldest waiting run of streams of each monitor: the others follow one by one, since a job for each of them would only find
 * the one before it under way.
 */
export async function queueNextOfStreams(
  tx: Queryable,
  monitorIds: readonly number[],
): Promise<void> {
  if (monitorIds.length === 0) return
  const { rows } = await tx.query<{ id: string }>(NEXT, [monitorIds])
  await queueRuns(
    tx,
    rows.map(({ id }) => id),
  )
}

const NEXT = `
  select next.id::text from unnest($1::int[]) as monitor(id) cross join lateral (
    select id from run
    where monitor_id = monitor.id and status = 'queued' and stream_id is not null
    order by id limit 1) next`
