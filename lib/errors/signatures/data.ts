import { ofReachedProject } from '#lib/access/reach/data.ts'
import { type Reach, whereReached } from '#lib/access/reach.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { countsOf } from '#lib/errors/counts/data.ts'
import { LEVELS } from '#lib/errors/event.ts'
import type { SignatureFilter, TimeRange } from '#lib/errors/schema.ts'
import { likePattern } from '#lib/like.ts'

declare const reached: unique symbol
/**
 * The number of a signature that was found with a reach, the root of what was merged. What belongs to a signature is
 * read with such a one only.
 */
export type SignatureId = number & { readonly [reached]: 'signature' }

/** Past its time, muted is open; the next error says so in the row too. */
const STATE = Prisma.sql`
  case when s.state = 'muted' and s.muted_until <= now() then 'open' else s.state end`

/** SQL that gives the ids of these signatures and of all that were merged into them. */
export const membersOf = (ids: readonly number[]) =>
  Prisma.sql`select id from signature where root_id = any(${ids}::int[]) and deleted_at is null`

/**
 * SQL of the signatures that fit: a relation of root `id`, `count`, `first_seen`, `last_seen`, `level`, `merged` of
 * all that was merged into it, and `in_range`, null without a range.
 */
export async function fittingSignatures(filter: SignatureFilter): Promise<Prisma.Sql> {
  const { ids } = filter
  const inRange = filter.range ? await rangeCounts({ ...filter, range: filter.range }) : null
  const counted =
    inRange ?? Prisma.sql`select null::int as id, null::float8 as in_range where false`
  return Prisma.sql`
    with member as materialized (
      select id, root_id, count, first_seen, last_seen, level from signature where deleted_at is null and ${projectFits(filter)}
        and ${ids ? Prisma.sql`root_id = any(${ids}::int[])` : Prisma.sql`true`}),
    whole as (
      select root_id as id, sum(count)::float8 as count, min(first_seen) as first_seen,
        max(last_seen) as last_seen, min(level)::int as level, count(*)::int - 1 as merged
      from member group by 1),
    counted as (${counted})
    select whole.*, ${STATE} as state,
      ${inRange ? Prisma.sql`coalesce(counted.in_range, 0)` : Prisma.sql`null::float8`} as in_range
    from whole join signature s using (id) left join counted using (id)
    where ${Prisma.join(conditionsOf(filter), ' and ')}`
}

async function rangeCounts({ ids, ...filter }: SignatureFilter & { range: TimeRange }) {
  const { rows } = await countsOf({ ...filter, ids: ids && membersOf(ids) })
  return Prisma.sql`
    select member.root_id as id, sum(c.count)::float8 as in_range
    from (select signature_id, sum(count) as count from (${rows}) r group by 1) c
    join member on member.id = c.signature_id group by 1`
}

function conditionsOf({ q, state, level, host, range, above }: SignatureFilter): Prisma.Sql[] {
  const conditions = [Prisma.sql`true`]
  if (range) conditions.push(Prisma.sql`coalesce(counted.in_range, 0) > ${above ?? 0}::float8`)
  else if (above !== undefined) conditions.push(Prisma.sql`whole.count > ${above}::float8`)
  if (state) conditions.push(Prisma.sql`${STATE} = ${state}::signature_state`)
  if (level) conditions.push(Prisma.sql`whole.level <= ${LEVELS.indexOf(level)}::int`)
  if (host) conditions.push(hasFacet(Prisma.sql`facet = 'host' and value = ${host}`))
  if (q) conditions.push(says(likePattern(q)))
  return conditions
}

const hasFacet = (which: Prisma.Sql) => Prisma.sql`
  whole.id in (select member.root_id from error_facet f join member on member.id = f.signature_id where ${which})`

const says = (pattern: string) => Prisma.sql`(
  whole.id in (select root_id from signature where deleted_at is null
    and (template ilike ${pattern} or name ilike ${pattern} or first_message ilike ${pattern}))
  or ${hasFacet(Prisma.sql`facet in ('program', 'host') and value ilike ${pattern}`)})`

function projectFits({ reach, project }: SignatureFilter): Prisma.Sql {
  const isReached = ofReachedProject(reach, Prisma.sql`project_id`)
  return Prisma.sql`${isReached} and ${isProject(project)}`
}

function isProject(project: SignatureFilter['project']): Prisma.Sql {
  if (project === undefined) return Prisma.sql`true`
  return /^\d{1,9}$/.test(String(project))
    ? Prisma.sql`project_id = ${Number(project)}`
    : Prisma.sql`project_id in (select id from project where name = ${String(project)})`
}

/** The names of all projects in reach, for choosing one. */
export const projectNames = (reach: Reach) =>
  db().project.findMany({
    where: whereReached(reach),
    select: { id: true, name: true },
    orderBy: { id: 'asc' },
  })
