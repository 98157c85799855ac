import { ofReachedProject, within } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { listSignatures, type Signature } from '#lib/errors/data.ts'
import { rootOf } from '#lib/errors/detail/data.ts'
import { LEVELS } from '#lib/errors/event.ts'
import type { SignatureFilter, TimeRange } from '#lib/errors/schema.ts'
import { fittingSignatures, type SignatureId } from '#lib/errors/signatures/data.ts'
import { UserError } from '#lib/failures.ts'

export interface ErrorsQuery extends Omit<SignatureFilter, 'range'> {
  /** of this signature only */
  signature?: number | undefined
  range: TimeRange
}

/** How many errors came. Throws a UserError when there is no such signature or project. */
export async function countErrors({ signature, ...filter }: ErrorsQuery): Promise<number> {
  await refuseUnknownProject(filter.reach, filter.project)
  const ids = signature === undefined ? undefined : [await knownRoot(filter.reach, signature)]
  const [row] = await db().$queryRaw<{ count: number }[]>`
    select coalesce(sum(in_range), 0)::float8 as count from (${await fittingSignatures({ ...filter, ids })}) fit`
  return row?.count ?? 0
}

/** The most frequent ones, most errors first. */
export async function topSignatures(filter: SignatureFilter, limit: number): Promise<Signature[]> {
  await refuseUnknownProject(filter.reach, filter.project)
  return (await listSignatures({ ...filter, sort: 'count', limit })).items
}

/** Throws a UserError (`not_found`) when there is none. */
export async function knownRoot(reach: Reach, id: number): Promise<SignatureId> {
  const root = await rootOf(reach, id)
  if (root === null)
    throw new UserError(`There is no signature ${id}.`, {
      code: 'not_found',
      fields: { signature: 'is not there' },
    })
  return root
}

/** A signature as scripts get it in lists of what is new. */
export interface Fresh {
  id: number
  template: string
  name: string
  project: string
  level: string
  count: number
  firstSeen: string
  at: string
}

type FreshFilter = Pick<SignatureFilter, 'reach' | 'project' | 'level'>

const FRESH_LIMIT = 100

/** Signatures that were founded since then, newest first; those that a person has split off are none. */
export const foundedSince = (since: Date, filter: FreshFilter) =>
  freshOnes(Prisma.sql`s.created_at`, Prisma.sql`s.origin <> 'rule'`, since, filter)

/** Resolved signatures that came again since then, newest first. */
export const regressedSince = (since: Date, filter: FreshFilter) =>
  freshOnes(Prisma.sql`s.regressed_at`, Prisma.sql`s.state <> 'resolved'`, since, filter)

async function freshOnes(
  moment: Prisma.Sql,
  condition: Prisma.Sql,
  since: Date,
  filter: FreshFilter,
): Promise<Fresh[]> {
  await refuseUnknownProject(filter.reach, filter.project)
  const rows = await db().$queryRaw<
    (Omit<Fresh, 'level' | 'firstSeen' | 'at'> & { level: number; firstSeen: Date; at: Date })[]
  >`
    select s.id, s.template, s.name, p.name as project, fit.level, fit.count, fit.first_seen as "firstSeen", ${moment} as at
    from (${await fittingSignatures(filter)}) fit join signature s using (id) join project p on p.id = s.project_id
    where ${moment} >= ${since}::timestamptz and ${condition} order by ${moment} desc limit ${FRESH_LIMIT}`
  return rows.map(({ level, firstSeen, at, ...row }) => ({
    ...row,
    level: LEVELS[level] ?? 'error',
    firstSeen: firstSeen.toISOString(),
    at: at.toISOString(),
  }))
}

export interface IntakeActivity {
  /** messages that were counted */
  accepted: number
  /** all others, by reason */
  dropped: Record<string, number>
  /** since anything at all came in; null when nothing has for as long as is known */
  silentSeconds: number | null
}

/** What came in since then, and for how long nothing did; to the minute. */
export async function intakeActivity(
  reach: Reach,
  since: Date,
  { project, input }: { project?: string | number | undefined; input?: string | undefined },
): Promise<IntakeActivity> {
  await refuseUnknownProject(reach, project)
  const fits = Prisma.sql`(${input ?? null}::text is null or input = ${input ?? null})
    and ${ofReachedProject(reach, Prisma.sql`project_id`)}
    and (${project === undefined ? null : String(project)}::text is null or project_id in (
      select id from project where ${project === undefined ? null : String(project)} in (name, id::text)))`
  const [rows, [last]] = await Promise.all([
    db().$queryRaw<{ reason: string; count: number }[]>`
      select reason, sum(count)::float8 as count from intake_count
      where minute >= ${since}::timestamptz and ${fits} group by 1`,
    db().$queryRaw<{ seconds: number | null }[]>`
      select extract(epoch from now() - max(minute))::float8 as seconds from intake_count where ${fits}`,
  ])
  const dropped = Object.fromEntries(rows.map(({ reason, count }) => [reason, count]))
  const { accepted = 0, ...others } = dropped
  return { accepted, dropped: others, silentSeconds: last?.seconds ?? null }
}

async function refuseUnknownProject(
  reach: Reach,
  project: SignatureFilter['project'],
): Promise<void> {
  if (project === undefined) return
  const [row] = await db().$queryRaw<object[]>`
    select 1 from project
    where ${String(project)} in (name, id::text) and ${within(reach, Prisma.sql`groups`)}`
  if (!row)
    throw new UserError(`There is no project ${project}.`, {
      code: 'not_found',
      fields: { project: 'is not there' },
    })
}
