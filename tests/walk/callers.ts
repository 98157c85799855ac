import { randomUUID } from 'node:crypto'
import { hashOf, newToken } from '#lib/access/links.ts'
import { type Grant, type Right, ROLES, type Role } from '#lib/access/rights.ts'
import { newSecret, startOf } from '#lib/access/tokens/secret.ts'
import type { Db } from '#lib/db/client.ts'

export interface Caller {
  name: string
  headers: Record<string, string>
  /** what they may do; null for whoever is nobody */
  grant: Grant | null
}

const tomorrow = () => new Date(Date.now() + 86_400_000)
const yesterday = () => new Date(Date.now() - 86_400_000)
/** One right of each role, and no other. */
const SCOPE: Right[] = ['deliveries:read', 'errors:write', 'alerts:write']

/** Everybody who may come: with good credentials of every kind, and with all kinds that are not good. */
export async function makeCallers(db: Db, origin: string): Promise<Caller[]> {
  const bearer = (token: string) => ({ origin, authorization: `Bearer ${token}` })
  const cookie = (token: string) => ({ origin, cookie: `belfry_session=${token}` })
  const session = async (role: Role, more = {}) => cookie(await newSession(db, role, more))
  const token = async (role: Role, more = {}) => bearer(await newApiToken(db, role, more))

  const nobodies: Record<string, Record<string, string>> = {
    nobody: { origin },
    'a made-up session': cookie(newToken()),
    'a session that is over': await session('admin', { expiresAt: yesterday() }),
    'a session of someone disabled': await session('admin', { disabledAt: yesterday() }),
    'a made-up token': bearer(newSecret()),
    'a token that has expired': await token('admin', { expiresAt: yesterday() }),
    'a token that was revoked': await token('admin', { revokedAt: yesterday() }),
  }
  const known: Caller[] = [
    {
      name: 'an admin by link',
      headers: await session('admin', { personId: null }),
      grant: all('admin'),
    },
    {
      name: 'a narrowed token of an admin',
      headers: await token('admin', { scope: SCOPE }),
      grant: { role: 'admin', scope: SCOPE },
    },
  ]
  for (const role of ROLES)
    known.push(
      { name: `a session, ${role}`, headers: await session(role), grant: all(role) },
      { name: `a token, ${role}`, headers: await token(role), grant: all(role) },
    )
  return [
    ...Object.entries(nobodies).map(([name, headers]) => ({ name, headers, grant: null })),
    ...known,
  ]
}

const all = (role: Role): Grant => ({ role, scope: [] })

interface SessionOptions {
  expiresAt?: Date
  disabledAt?: Date
  /** null: signed in by a one-time link */
  personId?: null
}

async function newSession(db: Db, role: Role, { personId, disabledAt, expiresAt }: SessionOptions) {
  const email = `${randomUUID()}@example.com`
  const person = await db.person.create({ data: { email, role, disabledAt: disabledAt ?? null } })
  const token = newToken()
  await db.session.create({
    data: {
      hash: hashOf(token),
      personId: personId === null ? null : person.id,
      expiresAt: expiresAt ?? tomorrow(),
    },
  })
  return token
}

interface TokenOptions {
  expiresAt?: Date
  revokedAt?: Date
  scope?: Right[]
}

async function newApiToken(db: Db, role: Role, options: TokenOptions) {
  const secret = newSecret()
  const name = randomUUID()
  const data = { name, role, hash: hashOf(secret), start: startOf(secret), createdBy: 'the walk' }
  await db.apiToken.create({ data: { ...data, ...options } })
  return secret
}
