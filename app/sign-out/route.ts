import { ownEnv } from '#app/_server/env.ts'
import { endedCookie, seeOther, sessionTokenOf } from '#app/_server/session-cookie.ts'
import { isOurOrigin } from '#lib/access/addresses.ts'
import { signOut } from '#lib/access/mutations.ts'

export async function POST(request: Request): Promise<Response> {
  if (!isOurOrigin(request.headers, ownEnv().url)) return seeOther('/')
  const token = sessionTokenOf(request)
  if (token) await signOut(token)
  return seeOther('/sign-in', [endedCookie()])
}
