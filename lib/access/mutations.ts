import { hashOf, LINK_LIFE_MS, newToken } from '#lib/access/links.ts'
import { type Db, db } from '#lib/db/client.ts'

/** Makes a link that signs in once, within 15 minutes. */
export async function makeLoginLink(publicUrl: string, client: Db = db()): Promise<string> {
  const token = newToken()
  const expiresAt = new Date(Date.now() + LINK_LIFE_MS)
  await client.loginLink.create({ data: { hash: hashOf(token), expiresAt } })
  return `${publicUrl}/sign-in?link=${token}`
}
