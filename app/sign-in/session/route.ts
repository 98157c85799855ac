import { readText } from '#app/_server/body.ts'
import { addressOf } from '#app/_server/credentials.ts'
import { ownEnv } from '#app/_server/env.ts'
import { seeOther, sessionCookie } from '#app/_server/session-cookie.ts'
import { isOurOrigin, safePath } from '#lib/access/addresses.ts'
import { attempts } from '#lib/access/attempts.ts'
import { signInWithLink } from '#lib/access/mutations.ts'

/** A person has one link, perhaps two; this many wrong ones are tried by a machine. */
const wrongLinks = attempts({ burst: 10, everyMs: 6000 })

const FORM_LIMIT = 8 * 1024

/** The button of the sign-in page. Only this uses the link up: a GET may be a mail scanner's or a preview's. */
export async function POST(request: Request): Promise<Response> {
  if (!isOurOrigin(request.headers, ownEnv().url)) return seeOther('/sign-in?problem=origin')
  const address = addressOf(request.headers)
  if (wrongLinks.blockedFor(address) > 0) return seeOther('/sign-in?problem=attempts')

  const form = new URLSearchParams(await readText(request, FORM_LIMIT).catch(() => ''))
  const session = await signInWithLink(form.get('link') ?? '')
  if (!session) {
    wrongLinks.failed(address)
    return seeOther('/sign-in?problem=link')
  }
  const cookie = sessionCookie(session.token, session.expiresAt)
  return seeOther(safePath(form.get('to')), { 'set-cookie': cookie })
}
