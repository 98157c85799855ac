import { hashOf } from '#lib/access/links.ts'
import { linkPerson, type Person } from '#lib/access/person.ts'
import { db } from '#lib/db/client.ts'

/** Whose session this cookie is, or null when it has ended. */
export async function personOfSession(token: string): Promise<Person | null> {
  const session = await db().session.findUnique({
    where: { hash: hashOf(token) },
    include: { person: { include: { groups: true } } },
  })
  if (!session || session.expiresAt <= new Date()) return null
  if (session.personId === null) return linkPerson
  const { person } = session
  if (!person || person.disabledAt) return null

  const { id, name, email, role, groups } = person
  return {
    ...{ id, email, role, scope: [], address: null },
    name: name || email,
    groups: groups.map(({ groupName }) => groupName),
  }
}
