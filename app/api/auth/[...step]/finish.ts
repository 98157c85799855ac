import { cookiesOf } from '#app/_server/cookies.ts'
import { addressOf } from '#app/_server/credentials.ts'
import { ownEnv } from '#app/_server/env.ts'
import { seeOther, sessionCookie, sessionTokenOf } from '#app/_server/session-cookie.ts'
import { problemOf, site } from '#app/_server/sign-in.ts'
import { ended, pathIn, refused } from '#app/api/auth/[...step]/kept.ts'
import { attempts } from '#lib/access/attempts.ts'
import { endSession, type Opened } from '#lib/access/mutations.ts'
import { identityOf } from '#lib/access/sign-in/claims.ts'
import { signInAs } from '#lib/access/sign-in/mutations.ts'
import type { Problem } from '#lib/access/sign-in/problems.ts'
import { finishSignIn } from '#lib/access/sign-in/protocol.ts'
import type { Provider } from '#lib/sign-in-settings.ts'

/** Nobody fails so often by mistake. */
const failed = attempts({ burst: 20, everyMs: 3000 })

/** Lets somebody in who comes back from the provider, or says why not. */
export async function finish(request: Request, provider: Provider): Promise<Response> {
  const address = addressOf(request.headers)
  const to = pathIn(cookiesOf(request))
  if (failed.blockedFor(address) > 0) return refused('attempts', to)

  const entered = await enter(request, provider, address)
  if ('refused' in entered) {
    failed.failed(address)
    return refused(entered.refused, to)
  }
  // The browser forgets the session that it had.
  const former = sessionTokenOf(request)
  if (former) await endSession(former)
  const cookie = sessionCookie(entered.token, entered.expiresAt)
  return seeOther(to, [...ended(), cookie])
}

async function enter(
  request: Request,
  provider: Provider,
  address: string,
): Promise<Opened | { refused: Problem }> {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  if (query.error === 'access_denied') return { refused: 'denied' }
  try {
    const claims = await finishSignIn(provider, site(), { query, cookies: cookiesOf(request) })
    if (!claims) return { refused: 'answer' }
    const identity = identityOf(provider, claims)
    return 'refused' in identity ? identity : await signInAs(identity, ownEnv().signIn, address)
  } catch (error) {
    return { refused: problemOf(error) }
  }
}
