import { hashOf, LINK_LIFE_MS, newToken, SESSION_LIFE_MS } from '#lib/access/links.ts'
import { linkPerson, type Person } from '#lib/access/person.ts'
import { recordChange } from '#lib/audit/record.ts'
import { overPrisma } from '#lib/db/change.ts'
import { type Db, db, type Tx } from '#lib/db/client.ts'

/** Makes a link that signs in once, within 15 minutes. */
export async function makeLoginLink(publicUrl: string, client: Db = db()): Promise<string> {
  const token = newToken()
  const expiresAt = new Date(Date.now() + LINK_LIFE_MS)
  await client.loginLink.create({ data: { hash: hashOf(token), expiresAt } })
  return `${publicUrl}/sign-in?link=${token}`
}

/** A machine that is busy shall not keep anybody out. */
export const SIGN_IN_LIMITS = { timeout: 30_000, maxWait: 30_000 }

/** A session that was opened: what the browser keeps, and until when. */
export interface Opened {
  token: string
  expiresAt: Date
}

/** Opens a session for a person, or for whoever has used a one-time link up. */
export async function openSession(
  tx: Tx,
  personId: number | null,
  now = new Date(),
): Promise<Opened> {
  const token = newToken()
  const expiresAt = new Date(now.getTime() + SESSION_LIFE_MS)
  await tx.session.deleteMany({ where: { expiresAt: { lte: now } } })
  await tx.session.create({ data: { hash: hashOf(token), personId, expiresAt } })
  return { token, expiresAt }
}

/** Uses a link up and opens a session. Null when the link is unknown, too old or used already. */
export async function signInWithLink(
  link: string,
  address: string,
  now = new Date(),
): Promise<Opened | null> {
  return db().$transaction(async tx => {
    // Deleting takes the row's lock: of two requests with the same link only one gets a count of 1.
    const used = await tx.loginLink.deleteMany({
      where: { hash: hashOf(link), expiresAt: { gt: now } },
    })
    if (used.count === 0) return null
    await tx.loginLink.deleteMany({ where: { expiresAt: { lte: now } } })
    await recordChange(overPrisma(tx), {
      actor: { ...linkPerson, address },
      ...{ action: 'sign-in', subject: 'session', subjectId: 'link', change: {} },
    })
    return openSession(tx, null, now)
  }, SIGN_IN_LIMITS)
}

/** Ends the session of a browser that gets another one. */
export async function endSession(token: string): Promise<void> {
  await db().session.deleteMany({ where: { hash: hashOf(token) } })
}

export async function signOut(token: string, person: Person): Promise<void> {
  await db().$transaction(async tx => {
    const { count } = await tx.session.deleteMany({ where: { hash: hashOf(token) } })
    if (count === 0) return
    await recordChange(overPrisma(tx), {
      ...{ actor: person, action: 'sign-out', subject: 'session' },
      ...{ subjectId: person.id ?? 'link', change: {} },
    })
  })
}
