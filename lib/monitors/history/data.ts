import { db, Prisma } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, type Items, itemsOf } from '#lib/items.ts'
import type { MonitorId } from '#lib/monitors/data.ts'
import { type Page, pageOf } from '#lib/paging.ts'
import type { Plain, StateName } from '#lib/plugin.ts'
import type { CallRecord, Reason } from '#lib/sandbox/contract.ts'

export type RunStatus = 'queued' | 'running' | 'done' | 'missed' | 'skipped'

/** A line of the history. */
export interface RunLine {
  id: number
  plannedAt: Date
  startedAt: Date | null
  durationMs: number | null
  status: RunStatus
  /** asked for by a person, or by the pipeline of a stream */
  manual: boolean
  /** id of that stream */
  stream: string | null
  state: StateName | null
  reason: Reason | null
  value: Plain
  message: string
  version: number | null
  /** a missed line stands for so many planned times, the first at `missedFrom` */
  missedCount: number | null
  missedFrom: Date | null
}

export interface Run extends RunLine {
  monitorId: MonitorId
  series: Record<string, number>
  output: string
  calls: CallRecord[]
  /** line of the script where it failed */
  line: number | null
}

const LINE = Prisma.sql`id::float8 as id, planned_at as "plannedAt", started_at as "startedAt",
  duration_ms as "durationMs", status, manual, stream_id::text as stream, state, reason, value, message, version,
  missed_count as "missedCount", missed_from as "missedFrom"`
const WHOLE = Prisma.sql`${LINE}, monitor_id as "monitorId", coalesce(series, '{}') as series, output,
  coalesce(calls, '[]') as calls, line`
/** Planned times have microseconds, which a Date would lose. */
const MICROS = Prisma.sql`(extract(epoch from planned_at) * 1000000)::int8::text`

/** All there is of a monitor's runs, newest first. */
export async function runsOf(
  monitorId: MonitorId,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Items<Run>> {
  const rows = await db().$queryRaw<(Run & { cursor: string })[]>`
    select ${WHOLE}, ${MICROS} as cursor from run
    where monitor_id = ${monitorId} and ${plannedBefore(cursor)}
    order by planned_at desc limit ${limit + 1}`
  const { items, next } = itemsOf(rows, limit, ({ cursor }) => cursor)
  return { items: items.map(({ cursor: _, ...run }) => run), next }
}

function plannedBefore(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`true`
  if (!/^\d{1,18}$/.test(cursor)) throw badCursor()
  return Prisma.sql`planned_at < timestamptz 'epoch' + ${cursor}::int8 * interval '1 microsecond'`
}

/** One page of the history for people, newest first. */
export async function runPage(
  monitorId: MonitorId,
  page: string | undefined,
): Promise<{ items: RunLine[]; page: Page; total: number }> {
  const total = await db().run.count({ where: { monitorId } })
  const shown = pageOf(total, page)
  const items = await db().$queryRaw<RunLine[]>`
    select ${LINE} from run where monitor_id = ${monitorId}
    order by planned_at desc limit ${shown.size} offset ${shown.offset}`
  return { items, page: shown, total }
}

/** Null when there is none, or it belongs to another monitor. */
export async function findRun(monitorId: MonitorId, id: number): Promise<Run | null> {
  if (!Number.isSafeInteger(id) || id < 1) return null
  const [run] = await db().$queryRaw<Run[]>`
    select ${WHOLE} from run where id = ${id}::int8 and monitor_id = ${monitorId}`
  return run ?? null
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getRun(monitorId: MonitorId, id: number): Promise<Run> {
  const run = await findRun(monitorId, id)
  if (!run) throw new UserError(`Monitor ${monitorId} has no run ${id}.`, { code: 'not_found' })
  return run
}

/** The runs before and after it in planned order. */
export async function neighboursOf(
  run: Pick<Run, 'id' | 'monitorId'>,
): Promise<{ before: number | null; after: number | null }> {
  const [row] = await db().$queryRaw<{ before: number | null; after: number | null }[]>`
    select
      (select id::float8 from run r where r.monitor_id = it.monitor_id and r.planned_at < it.planned_at
       order by r.planned_at desc limit 1) as before,
      (select id::float8 from run r where r.monitor_id = it.monitor_id and r.planned_at > it.planned_at
       order by r.planned_at limit 1) as after
    from run it where it.id = ${run.id}::int8`
  return row ?? { before: null, after: null }
}

/** The run that made the monitor what it is: that of its last change of state, or else its last one. */
export async function decidingRun(monitorId: MonitorId): Promise<Run | null> {
  const [run] = await db().$queryRaw<Run[]>`
    select ${WHOLE} from run where id = coalesce(
      (select r.id from run r where r.id = (
        select run_id from transition where monitor_id = ${monitorId} order by at desc, id desc limit 1)),
      (select id from run where monitor_id = ${monitorId} and status = 'done'
        order by planned_at desc limit 1))`
  return run ?? null
}

export interface Transition {
  id: number
  at: Date
  from: StateName
  to: StateName
  message: string
  value: Plain
  /** null when no run made it (paused), or the run is no longer kept */
  runId: number | null
  version: number
}

const TRANSITION = Prisma.sql`id::float8 as id, at, "from", "to", message, value,
  run_id::float8 as "runId", version`

/** Newest first. */
export async function transitionsOf(
  monitorId: MonitorId,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Items<Transition>> {
  const rows = await db().$queryRaw<Transition[]>`
    select ${TRANSITION} from transition where monitor_id = ${monitorId} and ${changedBefore(cursor)}
    order by at desc, id desc limit ${limit + 1}`
  return itemsOf(rows, limit, ({ at, id }) => `${at.getTime()}-${id}`)
}

function changedBefore(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`true`
  const [, at, id] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor) ?? []
  if (!at || !id) throw badCursor()
  return Prisma.sql`(at, id) < (${new Date(Number(at))}::timestamptz, ${id}::int8)`
}

export interface DeliveryLine {
  id: number
  alert: string
  transitionId: number
  /** 0, or the how-manieth repetition while it stayed bad */
  repeat: number
  status: 'queued' | 'sent' | 'superseded' | 'dead'
  attempts: number
  createdAt: Date
  nextAttemptAt: Date | null
  finishedAt: Date | null
  lastError: string | null
}

const DELIVERY = Prisma.sql`d.id::float8 as id, a.key as alert, d.transition_id::float8 as "transitionId",
  d.repeat, d.status, d.attempts, d.created_at as "createdAt",
  d.next_attempt_at as "nextAttemptAt", d.finished_at as "finishedAt", d.last_error as "lastError"`

export interface ToldTransition extends Transition {
  /** how long the new state held; null while it still does */
  lastedMs: number | null
  deliveries: DeliveryLine[]
}

/** One page of the state changes for people, with what became of telling each. */
export async function transitionPage(
  monitorId: MonitorId,
  page: string | undefined,
): Promise<{ items: ToldTransition[]; page: Page; total: number }> {
  const total = await db().transition.count({ where: { monitorId } })
  const shown = pageOf(total, page)
  const rows = await db().$queryRaw<(Transition & { lastedMs: number | null })[]>`
    select ${TRANSITION}, (extract(epoch from (lag(at) over newest) - at) * 1000)::float8 as "lastedMs"
    from transition where monitor_id = ${monitorId} window newest as (order by at desc, id desc)
    order by at desc, id desc limit ${shown.size} offset ${shown.offset}`
  const deliveries = await db().$queryRaw<DeliveryLine[]>`
    select ${DELIVERY} from delivery d join alert a on a.id = d.alert_id
    where d.transition_id = any(${rows.map(row => row.id)}::int8[]) order by a.key, d.repeat`
  const byTransition = Map.groupBy(deliveries, delivery => delivery.transitionId)
  const items = rows.map(row => ({ ...row, deliveries: byTransition.get(row.id) ?? [] }))
  return { items, page: shown, total }
}

/** The names of all series that a monitor's kept runs recorded. */
export async function seriesNames(monitorId: MonitorId): Promise<string[]> {
  const rows = await db().$queryRaw<{ name: string }[]>`
    select distinct name from run cross join lateral jsonb_object_keys(coalesce(series, '{}')) name
    where monitor_id = ${monitorId} order by name`
  return rows.map(row => row.name)
}
