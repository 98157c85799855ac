import { hashOf } from '#lib/access/links.ts'
import type { Person } from '#lib/access/person.ts'
import type { Right } from '#lib/access/rights.ts'
import type { TokenView } from '#lib/access/tokens/schema.ts'
import { type Db, db, type Tx } from '#lib/db/client.ts'
import type { ApiToken } from '#lib/db/generated/client.ts'
import { UserError } from '#lib/failures.ts'
import { itemsOf } from '#lib/items.ts'
import { containing } from '#lib/like.ts'

/** Who has this secret; null when it is unknown, expired or revoked. */
export async function personOfSecret(
  secret: string,
  now = new Date(),
): Promise<(Person & { tokenId: number }) | null> {
  const row = await db().apiToken.findUnique({ where: { hash: hashOf(secret) } })
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= now)) return null
  return {
    id: null,
    tokenId: row.id,
    name: nameOf(row.name),
    role: row.role,
    // Only rights that there are can be stored; one that is no more is held by nobody.
    scope: row.scope as Right[],
    groups: row.groups,
    address: null,
  }
}

/** As whom it stands as an author. */
export const nameOf = (token: string) => `token ${token}`

export interface TokenQuery {
  /** a part of the name or of who made it */
  q?: string | undefined
  /** only those that are, or are not */
  revoked?: boolean | undefined
  limit?: number | undefined
  /** the number of the token after which the page begins */
  cursor?: string | undefined
}

/** Tokens, newest first, a page of them; `next` is the cursor of the next page. */
export async function listTokens({ q, revoked, limit = 50, cursor }: TokenQuery = {}) {
  const contains = containing(q)
  const rows = await db().apiToken.findMany({
    where: {
      ...(q ? { OR: [{ name: contains }, { createdBy: contains }] } : {}),
      ...(revoked === undefined ? {} : { revokedAt: revoked ? { not: null } : null }),
      ...(cursor ? { id: { lt: Number(cursor) } } : {}),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  return itemsOf(rows.map(tokenViewOf), limit, ({ id }) => id)
}

/** Throws a UserError when there is none. */
export async function getToken(id: number): Promise<TokenView> {
  return tokenViewOf(await tokenRow(id))
}

/** The one of this name that is not revoked. Throws a UserError when there is none. */
export async function getTokenByName(name: string): Promise<TokenView> {
  const row = await db().apiToken.findFirst({ where: { name, revokedAt: null } })
  if (!row) throw new UserError(`There is no token "${name}".`, { code: 'not_found' })
  return tokenViewOf(row)
}

export async function tokenRow(id: number, client: Db | Tx = db()): Promise<ApiToken> {
  const row = await client.apiToken.findUnique({ where: { id } })
  if (!row) throw new UserError(`There is no token ${id}.`, { code: 'not_found' })
  return row
}

export const tokenViewOf = (row: ApiToken): TokenView => ({
  id: row.id,
  name: row.name,
  start: row.start,
  role: row.role,
  scope: row.scope,
  groups: row.groups,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  lastUsedFrom: row.lastUsedFrom,
})
