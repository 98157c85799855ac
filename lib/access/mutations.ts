import { hashOf, LINK_LIFE_MS, newToken, SESSION_LIFE_MS } from '#lib/access/links.ts'
import { type Db, db } from '#lib/db/client.ts'

/** Makes a link that signs in once, within 15 minutes. */
export async function makeLoginLink(publicUrl: string, client: Db = db()): Promise<string> {
  const token = newToken()
  const expiresAt = new Date(Date.now() + LINK_LIFE_MS)
  await client.loginLink.create({ data: { hash: hashOf(token), expiresAt } })
  return `${publicUrl}/sign-in?link=${token}`
}

/** Uses a link up and opens a session. Null when the link is unknown, too old or used already. */
export async function signInWithLink(
  link: string,
  now = new Date(),
): Promise<{ token: string; expiresAt: Date } | null> {
  const token = newToken()
  const expiresAt = new Date(now.getTime() + SESSION_LIFE_MS)
  const isOpened = await db().$transaction(async tx => {
    // Deleting takes the row's lock: of two requests with the same link only one gets a count of 1.
    const used = await tx.loginLink.deleteMany({
      where: { hash: hashOf(link), expiresAt: { gt: now } },
    })
    if (used.count === 0) return false
    await tx.loginLink.deleteMany({ where: { expiresAt: { lte: now } } })
    await tx.session.deleteMany({ where: { expiresAt: { lte: now } } })
    await tx.session.create({ data: { hash: hashOf(token), expiresAt } })
    return true
  })
  return isOpened ? { token, expiresAt } : null
}

export async function signOut(token: string): Promise<void> {
  await db().session.deleteMany({ where: { hash: hashOf(token) } })
}
