import { readText } from '#app/_server/body.ts'
import { addressOf } from '#app/_server/credentials.ts'
import { ownEnv } from '#app/_server/env.ts'
import { seeOther, sessionCookie, sessionTokenOf } from '#app/_server/session-cookie.ts'
import { isOpenedByPerson, isOurOrigin, safePath } from '#lib/access/addresses.ts'
import { attempts } from '#lib/access/attempts.ts'
import { endSession, signInWithLink } from '#lib/access/mutations.ts'

/** A person has one link, perhaps two; this many wrong ones are tried by a machine. */
const wrongLinks = attempts({ burst: 10, everyMs: 6000 })

const FORM_LIMIT = 8 * 1024

/** A browser opened the link. Anything else that asks for it (a preview, a mail scanner) does not use it up. */
export async function GET(request: Request): Promise<Response> {
  const { search, searchParams } = new URL(request.url)
  if (!isOpenedByPerson(request.headers)) return seeOther(`/sign-in${search}`)
  return enter(request, searchParams)
}

// Without this Next answers HEAD with what GET does.
export const HEAD = () => new Response(null)

/** The button of the sign-in page. */
export async function POST(request: Request): Promise<Response> {
  if (!isOurOrigin(request.headers, ownEnv().url)) return seeOther('/sign-in?problem=origin')
  const form = await readText(request, FORM_LIMIT).catch(() => '')
  return enter(request, new URLSearchParams(form))
}

async function enter(request: Request, given: URLSearchParams): Promise<Response> {
  const address = addressOf(request.headers)
  if (wrongLinks.blockedFor(address) > 0) return seeOther('/sign-in?problem=attempts')

  const session = await signInWithLink(given.get('link') ?? '', address)
  if (!session) {
    wrongLinks.failed(address)
    return seeOther('/sign-in?problem=link')
  }
  // The browser forgets the session that it had.
  const former = sessionTokenOf(request)
  if (former) await endSession(former)
  const cookie = sessionCookie(session.token, session.expiresAt)
  return seeOther(safePath(given.get('to')), [cookie])
}
