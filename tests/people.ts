import { randomUUID } from 'node:crypto'
import { hashOf, newToken } from '#lib/access/links.ts'
import type { Right, Role } from '#lib/access/rights.ts'
import { newSecret, startOf } from '#lib/access/tokens/secret.ts'
import { db } from '#lib/db/client.ts'

interface Wanted {
  role: Role
  name?: string
  /** made where they are not there yet */
  groups?: string[]
}

/** A group that nothing is limited to yet. */
export async function makeGroups(...names: string[]): Promise<void> {
  const data = names.map(name => ({ name }))
  await db().group.createMany({ data, skipDuplicates: true })
}

/** A person who has just signed in; `headers` are those of their browser, for changes add an Origin. */
export async function makePerson({ role, name = `a ${role}`, groups = [] }: Wanted) {
  await makeGroups(...groups)
  const email = `${randomUUID()}@example.com`
  const { id } = await db().person.create({
    data: {
      ...{ email, name, role, roleFrom: 'admin', seenAt: new Date() },
      groups: { create: groups.map(groupName => ({ groupName })) },
    },
  })
  const session = newToken()
  const expiresAt = new Date(Date.now() + 3_600_000)
  await db().session.create({ data: { hash: hashOf(session), personId: id, expiresAt } })
  return { id, email, name, session, headers: { cookie: `belfry_session=${session}` } }
}

/** An API token; `headers` are what a program sends with it. */
export async function makeToken({
  role,
  name = randomUUID(),
  groups = [],
  scope = [],
  expiresAt,
}: Wanted & { scope?: Right[]; expiresAt?: Date }) {
  await makeGroups(...groups)
  const token = newSecret()
  const { id } = await db().apiToken.create({
    data: {
      ...{ name, role, scope, groups, createdBy: 'the tests' },
      ...{ hash: hashOf(token), start: startOf(token), expiresAt: expiresAt ?? null },
    },
  })
  return { id, name, token, headers: { authorization: `Bearer ${token}` } }
}
