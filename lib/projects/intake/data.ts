import type { Reach } from '#lib/access/reach.ts'
import { db } from '#lib/db/client.ts'
import { getProject } from '#lib/projects/data.ts'
import { bucketsOf } from '#lib/projects/intake/buckets.ts'
import { type IntakeView, TAKEN } from '#lib/projects/intake/schema.ts'

const HOUR_MS = 3_600_000
/** Long enough to be calm, short enough to follow what happens. */
const RATE_MINUTES = 5

/** What came in between two times, the last hour without them. */
export async function readIntake(
  reach: Reach,
  projectId: number,
  range: { from?: Date | undefined; to?: Date | undefined } = {},
): Promise<IntakeView> {
  await getProject(reach, projectId)
  const to = range.to ?? new Date()
  const from = range.from ?? new Date(to.getTime() - HOUR_MS)
  const buckets = bucketsOf(from, to)
  const seconds = buckets.bucketMs / 1000
  const [points, inputs] = await Promise.all([
    db().$queryRaw<{ at: Date; taken: number; dropped: number }[]>`
      select to_timestamp(floor(extract(epoch from minute) / ${seconds}::int) * ${seconds}::int) as at,
        coalesce(sum(count) filter (where reason = any (${TAKEN})), 0)::float8 as taken,
        coalesce(sum(count) filter (where reason <> all (${TAKEN})), 0)::float8 as dropped
      from intake_count
      where project_id = ${projectId} and minute >= ${buckets.from} and minute < ${buckets.to}
      group by 1`,
    db().$queryRaw<{ input: string; outcome: string; count: number; lastAt: Date }[]>`
      select input, reason as outcome, sum(count)::float8 as count, max(minute) as "lastAt"
      from intake_count
      where project_id = ${projectId} and minute >= ${buckets.from} and minute < ${buckets.to}
      group by 1, 2 order by 1, 2`,
  ])
  const byTime = new Map(points.map(point => [point.at.getTime(), point]))
  return {
    from: buckets.from.toISOString(),
    to: buckets.to.toISOString(),
    bucketMs: buckets.bucketMs,
    times: buckets.times,
    taken: buckets.times.map(time => byTime.get(time)?.taken ?? 0),
    dropped: buckets.times.map(time => byTime.get(time)?.dropped ?? 0),
    inputs: inputs.map(row => ({ ...row, lastAt: row.lastAt.toISOString() })),
  }
}

export interface Flow {
  /** taken in the last minutes */
  perSecond: number
  /** in the last hour */
  dropped: number
  lastAt: Date | null
}

/** How much comes in for each of these projects that anything came in for within the last day. */
export async function readFlows(projectIds: readonly number[]): Promise<Map<number, Flow>> {
  const rows = await db().$queryRaw<(Flow & { projectId: number })[]>`
    with span as (
      select date_trunc('minute', now()) - make_interval(mins => ${RATE_MINUTES - 1}::int) as begun
    )
    select project_id as "projectId", max(minute) filter (where reason = any (${TAKEN})) as "lastAt",
      (coalesce(sum(count) filter (where reason = any (${TAKEN}) and minute >= begun), 0)
        / extract(epoch from now() - min(begun)))::float8 as "perSecond",
      coalesce(sum(count) filter (where reason <> all (${TAKEN}) and minute > now() - interval '1 hour'), 0)::float8 as dropped
    from intake_count, span where project_id = any(${projectIds}::int[]) and minute > now() - interval '1 day' group by 1`
  return new Map(rows.map(({ projectId, ...flow }) => [projectId, flow]))
}
