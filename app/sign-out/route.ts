import { addressOf } from '#app/_server/credentials.ts'
import { ownEnv } from '#app/_server/env.ts'
import { endedCookie, seeOther, sessionTokenOf } from '#app/_server/session-cookie.ts'
import { isOurOrigin } from '#lib/access/addresses.ts'
import { personOfSession } from '#lib/access/data.ts'
import { signOut } from '#lib/access/mutations.ts'

export async function POST(request: Request): Promise<Response> {
  if (!isOurOrigin(request.headers, ownEnv().url)) return seeOther('/')
  const token = sessionTokenOf(request)
  const person = token ? await personOfSession(token) : null
  if (token && person) await signOut(token, { ...person, address: addressOf(request.headers) })
  return seeOther('/sign-in', [endedCookie()])
}
