import { hashOf } from '#lib/access/links.ts'
import { linkPerson, type Person } from '#lib/access/person.ts'
import { db } from '#lib/db/client.ts'

/** Whose session this cookie is, or null when it has ended. */
export async function personOfSession(token: string): Promise<Person | null> {
  const session = await db().session.findUnique({ where: { hash: hashOf(token) } })
  if (!session || session.expiresAt <= new Date()) return null
  return { ...linkPerson, name: session.person }
}
