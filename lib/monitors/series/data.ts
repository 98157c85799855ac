import { db, Prisma } from '#lib/db/client.ts'
import type { MonitorId } from '#lib/monitors/data.ts'
import {
  type Band,
  type BucketPoint,
  bandsOf,
  columnsOfBuckets,
  columnsOfRuns,
  mainNumber,
  type RunPoint,
  type Series,
} from '#lib/monitors/series/points.ts'
import type { Plain, StateName } from '#lib/plugin.ts'

/** As many runs as a chart's width can show are given one by one, more are put into buckets. */
const RUNS_SHOWN = 1_500
const BUCKETS = 600

/** A monitor's values between two moments, made few enough for a chart by the database. */
export async function seriesOf(monitorId: MonitorId, from: Date, to: Date): Promise<Series> {
  const runs = await db().$queryRaw<RunPoint[]>`
    select planned_at as at, value, series from run
    where monitor_id = ${monitorId} and planned_at >= ${from}::timestamptz and planned_at <= ${to}::timestamptz
      and status in ('done', 'missed')
    order by planned_at limit ${RUNS_SHOWN + 1}`
  const span = { from: from.getTime(), to: to.getTime() }
  if (runs.length <= RUNS_SHOWN) return { ...span, bucketMs: null, ...columnsOfRuns(runs) }

  const bucketMs = Math.ceil((span.to - span.from) / BUCKETS)
  const points = await bucketsOf(monitorId, from, to, bucketMs)
  const count = Math.ceil((span.to - span.from) / bucketMs)
  return { ...span, bucketMs, ...columnsOfBuckets(points, span.from, bucketMs, count) }
}

async function bucketsOf(monitorId: MonitorId, from: Date, to: Date, bucketMs: number) {
  const done = Prisma.sql`monitor_id = ${monitorId} and status = 'done'
    and planned_at >= ${from}::timestamptz and planned_at < ${to}::timestamptz`
  const bucket = Prisma.sql`date_bin(${bucketMs}::int8 * interval '1 millisecond', planned_at, ${from}::timestamptz)`
  // Two simple passes over the runs take half of the time of one that handles both.
  const rows = await db().$queryRaw<(Omit<BucketPoint, 'bucket'> & { at: Date })[]>`
    select ${bucket} as at, 'value' as name,
      avg(value::float8) as mean, min(value::float8) as low, max(value::float8) as high
    from run where ${done} and jsonb_typeof(value) = 'number' group by 1
    union all
    select ${bucket}, entry.key,
      avg(entry.value::float8), min(entry.value::float8), max(entry.value::float8)
    from run cross join lateral jsonb_each(series) entry where ${done} group by 1, 2`
  return rows.map(({ at, ...point }) => ({
    ...point,
    bucket: Math.round((at.getTime() - from.getTime()) / bucketMs),
  }))
}

export interface Change {
  at: Date
  from: StateName
  to: StateName
}

/** The states that a monitor had between two moments, and its changes in between. */
export async function statesBetween(
  monitorId: MonitorId,
  from: Date,
  to: Date,
): Promise<{ bands: Band[]; changes: Change[] }> {
  const [changes, [earlier]] = await Promise.all([
    db().$queryRaw<Change[]>`
      select at, "from", "to" from transition
      where monitor_id = ${monitorId} and at > ${from}::timestamptz and at <= ${to}::timestamptz order by at, id`,
    db().$queryRaw<{ to: StateName }[]>`
      select "to" from transition where monitor_id = ${monitorId} and at <= ${from}::timestamptz
      order by at desc, id desc limit 1`,
  ])
  const before = earlier?.to ?? changes[0]?.from ?? null
  return { bands: bandsOf(changes, before, from.getTime(), to.getTime()), changes }
}

/** [share of the window passed: 0–1, value]; null breaks the line. */
export type SparkPoint = [number, number | null]

const SPARK_POINTS = 60

/**
 * The values of a window for the small lines of a list. Reading all runs of fifty monitors would take
 * long, so each line is made of one run for each sixtieth of the window, and of those at which the state changed.
 */
export async function sparklinesOf(
  ids: MonitorId[],
  from: Date,
  to: Date,
): Promise<Map<number, SparkPoint[]>> {
  const stepMs = (to.getTime() - from.getTime()) / SPARK_POINTS
  const rows = await db().$queryRaw<{ id: number; at: Date; value: Plain }[]>`
    select m.id, r.at, r.value
    from unnest(${ids}::int[]) m(id)
    cross join generate_series(0, ${SPARK_POINTS - 1}) step
    cross join lateral (
      select planned_at as at, value from run
      where monitor_id = m.id and status = 'done'
        and planned_at >= ${from}::timestamptz + step * ${stepMs}::float8 * interval '1 millisecond'
        and planned_at < ${from}::timestamptz + (step + 1) * ${stepMs}::float8 * interval '1 millisecond'
      order by planned_at limit 1) r
    union all
    select monitor_id, at, value from transition
    where monitor_id = any(${ids}::int[]) and at >= ${from}::timestamptz and at <= ${to}::timestamptz and value is not null
    order by 1, 2`
  const share = (at: Date) => (at.getTime() - from.getTime()) / (to.getTime() - from.getTime())
  return new Map(
    [...Map.groupBy(rows, row => row.id)].map(([id, points]) => [
      id,
      points.map(({ at, value }) => [share(at), mainNumber(value)]),
    ]),
  )
}
