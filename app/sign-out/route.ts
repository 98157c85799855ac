import { endedCookie, seeOther, sessionTokenOf } from '#app/_server/session-cookie.ts'
import { isOurOrigin } from '#lib/access/addresses.ts'
import { signOut } from '#lib/access/mutations.ts'
import { readEnv } from '#lib/env.ts'

export async function POST(request: Request): Promise<Response> {
  if (!isOurOrigin(request.headers, readEnv().url)) return seeOther('/')
  const token = sessionTokenOf(request)
  if (token) await signOut(token)
  return seeOther('/sign-in', { 'set-cookie': endedCookie() })
}
