import { requireGrantable } from '#lib/access/grant.ts'
import { requireGroups } from '#lib/access/groups/data.ts'
import { hashOf } from '#lib/access/links.ts'
import type { Actor, Person } from '#lib/access/person.ts'
import { isAtLeast, may, type Role } from '#lib/access/rights.ts'
import { nameOf, tokenRow, tokenViewOf } from '#lib/access/tokens/data.ts'
import { type NewTokenView, type TokenInput, tokenInput } from '#lib/access/tokens/schema.ts'
import { newSecret, startOf } from '#lib/access/tokens/secret.ts'
import { NOTED_EVERY_MS } from '#lib/access/tokens/use.ts'
import { difference } from '#lib/audit/difference.ts'
import { recordChange } from '#lib/audit/record.ts'
import { overPrisma, tellChange } from '#lib/db/change.ts'
import { db, type Tx } from '#lib/db/client.ts'
import type { ApiToken } from '#lib/db/generated/client.ts'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'

/** Any number that nothing else locks with; held while names are compared. */
const TOKENS_LOCK = 8_365_382

/** Makes a token, no mightier than whoever makes it. Only this answer has its secret. */
export async function createToken(input: unknown, by: Person): Promise<NewTokenView> {
  const token = parse(tokenInput, input, 'The token')
  refuseUnfit(token)
  requireGrantable(by, token)
  const secret = newSecret()
  return db().$transaction(async tx => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${TOKENS_LOCK})`
    await refuseTaken(tx, token.name)
    await refuseLonger(tx, token, by)
    await requireGroups(tx, token.groups)
    const row = await tx.apiToken.create({
      data: {
        ...token,
        hash: hashOf(secret),
        start: startOf(secret),
        personId: await ownerOf(tx, by),
        createdBy: by.name,
      },
    })
    await note(tx, row, by, 'create', difference({}, token))
    return { ...tokenViewOf(row), token: secret }
  })
}

/**
 * From now on nobody gets in with it, nor with what was made with it, and what these have open ends. Once more
 * changes nothing.
 */
export async function revokeToken(id: number, by: Actor): Promise<void> {
  await db().$transaction(async tx => revoke(tx, await tokenRow(id, tx), by))
}

/**
 * Revokes the tokens of a person who may not come in any more or, given the role they keep, those that
 * are mightier than it: whoever made a token may well know it.
 */
export async function revokeTokensOf(tx: Tx, personId: number, kept: Role | null, by: Actor) {
  const rows = await tx.apiToken.findMany({ where: { personId, revokedAt: null } })
  for (const row of rows) if (!kept || !isAtLeast(kept, row.role)) await revoke(tx, row, by)
}

/** Notes when and whence a token was used, unless another process just did. */
export async function noteUse(id: number, address: string, now = new Date()): Promise<void> {
  const before = new Date(now.getTime() - NOTED_EVERY_MS)
  await db().apiToken.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: before } }] },
    data: { lastUsedAt: now, lastUsedFrom: address },
  })
}

async function revoke(tx: Tx, row: ApiToken, by: Actor, maker?: ApiToken): Promise<void> {
  const { count } = await tx.apiToken.updateMany({
    where: { id: row.id, revokedAt: null },
    data: { revokedAt: new Date() },
  })
  if (count === 0) return
  const { start } = row
  await note(tx, row, by, 'revoke', maker ? { start, with: maker.name } : { start })
  for (const made of await madeWith(tx, row)) await revoke(tx, made, by, row)
}

/**
 * The tokens that were made with one that was good until now. Names are the makers': since no other had its name
 * meanwhile, what came after it in its name, for the same person, is its.
 */
const madeWith = (tx: Tx, { id, name, personId }: ApiToken): Promise<ApiToken[]> =>
  tx.apiToken.findMany({
    where: { id: { gt: id }, createdBy: nameOf(name), personId, revokedAt: null },
    orderBy: { id: 'asc' },
  })

function refuseUnfit({ role, scope, expiresAt }: TokenInput): void {
  const beyond = scope.filter(right => !may({ role, scope: [] }, right))
  if (beyond.length > 0)
    throw unfit('scope', `is more than the role ${role} may: ${beyond.join(', ')}`)
  if (expiresAt && new Date(expiresAt) <= new Date()) throw unfit('expiresAt', 'has passed already')
}

async function refuseTaken(tx: Tx, name: string): Promise<void> {
  if ((await tx.apiToken.count({ where: { name, revokedAt: null } })) > 0)
    throw unfit('name', 'is taken by another token', 'conflict')
}

/** What a token makes ends with it at the latest: one that was lent for a day is gone the day after. */
async function refuseLonger(tx: Tx, { expiresAt }: TokenInput, { tokenId }: Person): Promise<void> {
  if (tokenId === undefined) return
  const { expiresAt: end } = await tokenRow(tokenId, tx)
  if (end && (!expiresAt || new Date(expiresAt) > end))
    throw unfit('expiresAt', `must be ${end.toISOString()} or before, when yours ends`, 'forbidden')
}

const unfit = (
  field: string,
  text: string,
  code: 'invalid' | 'conflict' | 'forbidden' = 'invalid',
) => new UserError(`The token is not valid. ${field}: ${text}`, { code, fields: { [field]: text } })

/**
 * Whoever signed in and made it or, when a token made it, whose that one is; both stay what they are until the end. The
 * person is locked first, as whoever disables one does.
 */
async function ownerOf(tx: Tx, { id, tokenId }: Person): Promise<number | null> {
  const owner = tokenId === undefined ? id : (await tokenRow(tokenId, tx)).personId
  if (owner !== null)
    requireOne(
      await tx.$queryRaw`select 1 from person where id = ${owner} and disabled_at is null for share`,
    )
  if (tokenId !== undefined)
    requireOne(
      await tx.$queryRaw`select 1 from api_token where id = ${tokenId} and revoked_at is null for share`,
    )
  return owner
}

function requireOne(rows: unknown[]): void {
  if (rows.length === 0) throw new UserError('You are signed out.', { code: 'unauthorized' })
}

async function note(tx: Tx, { id, name }: ApiToken, actor: Actor, action: string, change: object) {
  await recordChange(overPrisma(tx), {
    ...{ actor, action, subject: 'token', subjectId: id, name, change },
  })
  await tellChange(tx, `token:${id}`)
}
