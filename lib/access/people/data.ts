import type { PersonView } from '#lib/access/people/schema.ts'
import { ROLES, type Role } from '#lib/access/rights.ts'
import { type Db, db, type Prisma, type Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { itemsOf } from '#lib/items.ts'
import { containing } from '#lib/like.ts'

/** Of the table `setting`. */
export const DEFAULT_ROLE_KEY = 'access.default-role'

/** The role that somebody of the domain gets at their first sign-in when nothing else gives them one. */
export async function defaultRole(client: Db | Tx = db()): Promise<Role> {
  const row = await client.setting.findUnique({ where: { key: DEFAULT_ROLE_KEY } })
  return ROLES.find(role => role === row?.value) ?? 'viewer'
}

export interface PeopleQuery {
  /** a part of the name or the address */
  q?: string | undefined
  role?: Role | undefined
  /** the name of a group they are in */
  group?: string | undefined
  limit?: number | undefined
  /** the address of the person after which the page begins */
  cursor?: string | undefined
}

/** People by their address, a page of them; `next` is the cursor of the next page. */
export async function listPeople({ q, role, group, limit = 50, cursor }: PeopleQuery = {}) {
  const contains = containing(q)
  const rows = await db().person.findMany({
    where: {
      ...(q ? { OR: [{ name: contains }, { email: contains }] } : {}),
      ...(role ? { role } : {}),
      ...(group ? { groups: { some: { groupName: group } } } : {}),
      ...(cursor ? { email: { gt: cursor } } : {}),
    },
    orderBy: { email: 'asc' },
    include: shown(),
    take: limit + 1,
  })
  return itemsOf(rows.map(viewOf), limit, ({ email }) => email)
}

/** Throws a UserError when there is none. */
export async function getPerson(id: number, client: Db | Tx = db()): Promise<PersonView> {
  const row = await client.person.findUnique({ where: { id }, include: shown() })
  if (!row) throw new UserError(`There is no person ${id}.`, { code: 'not_found' })
  return viewOf(row)
}

const shown = () =>
  ({
    groups: { orderBy: { groupName: 'asc' } },
    sessions: { where: { expiresAt: { gt: new Date() } }, select: { hash: true } },
    tokens: { where: { revokedAt: null }, select: { name: true }, orderBy: { name: 'asc' } },
  }) satisfies Prisma.PersonInclude

type Row = Prisma.PersonGetPayload<{ include: ReturnType<typeof shown> }>

const viewOf = (row: Row): PersonView => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  roleFrom: row.roleFrom as PersonView['roleFrom'],
  groups: row.groups.map(({ groupName, claimed }) => ({ name: groupName, claimed })),
  createdAt: row.createdAt.toISOString(),
  seenAt: row.seenAt?.toISOString() ?? null,
  disabledAt: row.disabledAt?.toISOString() ?? null,
  sessions: row.sessions.length,
  tokens: row.tokens.map(({ name }) => name),
})
