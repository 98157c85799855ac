import type { GroupView, MemberView } from '#lib/access/groups/schema.ts'
import { type Db, db, Prisma, type Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { itemsOf } from '#lib/items.ts'
import { likePattern } from '#lib/like.ts'

export interface GroupQuery {
  /** a part of the name or the description */
  q?: string | undefined
  limit?: number | undefined
  /** the name of the group after which the page begins */
  cursor?: string | undefined
}

/** Groups by name, a page of them; `next` is the cursor of the next page. */
export async function listGroups({ q = '', limit = 50, cursor = '' }: GroupQuery = {}) {
  const like = likePattern(q)
  const rows = await readGroups(
    Prisma.sql`name > ${cursor} and (name ilike ${like} or description ilike ${like})`,
    limit + 1,
  )
  return itemsOf(rows, limit, ({ name }) => name)
}

/** Throws a UserError when there is none. */
export async function getGroup(name: string, client: Db | Tx = db()): Promise<GroupView> {
  const [group] = await readGroups(Prisma.sql`name = ${name}`, 1, client)
  if (!group) throw new UserError(`There is no group ${name}.`, { code: 'not_found' })
  return group
}

interface Stored {
  name: string
  description: string
  created_at: Date
  members: number
  sources: number
  projects: number
  monitors: number
  dashboards: number
  tokens: number
}

async function readGroups(
  condition: Prisma.Sql,
  most: number,
  client: Db | Tx = db(),
): Promise<GroupView[]> {
  const rows = await client.$queryRaw<Stored[]>`
    select name, description, created_at,
      (select count(*)::int from membership where group_name = g.name) as members,
      (select count(*)::int from source where g.name = any(groups)) as sources,
      (select count(*)::int from project where g.name = any(groups)) as projects,
      (select count(*)::int from monitor where g.name = any(groups)) as monitors,
      (select count(*)::int from dashboard
        where deleted_at is null and g.name = any(groups)) as dashboards,
      (select count(*)::int from api_token where revoked_at is null and g.name = any(groups)) as tokens
    from person_group g where ${condition} order by name limit ${most}`
  return rows.map(({ name, description, created_at, members, ...limits }) => ({
    ...{ name, description, members, limits, createdAt: created_at.toISOString() },
  }))
}

export interface MemberQuery {
  limit?: number | undefined
  /** the address of the member after which the page begins */
  cursor?: string | undefined
}

/** Who is in a group, by address, a page of them. Throws a UserError when there is no such group. */
export async function listMembers(groupName: string, { limit = 50, cursor }: MemberQuery = {}) {
  await getGroup(groupName)
  const rows = await db().membership.findMany({
    where: { groupName, ...(cursor ? { person: { email: { gt: cursor } } } : {}) },
    orderBy: { person: { email: 'asc' } },
    include: { person: true },
    take: limit + 1,
  })
  const members = rows.map(
    ({ person: { id, email, name }, claimed }): MemberView => ({ id, email, name, claimed }),
  )
  return itemsOf(members, limit, ({ email }) => email)
}

/** What is limited to a group and what reaches it, in words: `source billing`, `token ci`. */
export async function usesOf(group: string, client: Db | Tx = db()): Promise<string[]> {
  const rows = await client.$queryRaw<{ what: string }[]>`
    select 'source ' || key as what from source where ${group} = any(groups)
    union all select 'project ' || name from project where ${group} = any(groups)
    union all select 'monitor ' || name from monitor where ${group} = any(groups)
    union all select 'dashboard ' || name from dashboard
      where deleted_at is null and ${group} = any(groups)
    union all select 'token ' || name from api_token
      where revoked_at is null and ${group} = any(groups)`
  return rows.map(({ what }) => what)
}

/** Throws a UserError that names the groups that are not there. Those that are stay until the transaction ends. */
export async function requireGroups(tx: Tx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const found = await tx.$queryRaw<{ name: string }[]>`
    select name from person_group where name = any(${[...names]}) for share`
  const known = new Set(found.map(({ name }) => name))
  const missing = names.filter(name => !known.has(name))
  if (missing.length > 0)
    throw new UserError(`There is no group ${missing.join(', ')}.`, {
      fields: { groups: `not there: ${missing.join(', ')}` },
    })
}
