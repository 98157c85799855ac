import { readText } from '#app/_server/body.ts'
import { cookieLine, cookieName, cookiesOf } from '#app/_server/cookies.ts'
import { addressOf } from '#app/_server/credentials.ts'
import { ownEnv } from '#app/_server/env.ts'
import { failureAnswer } from '#app/_server/failure.ts'
import { seeOther, sessionCookie, sessionTokenOf } from '#app/_server/session-cookie.ts'
import { problemOf, providerOf, site } from '#app/_server/sign-in.ts'
import { isOurOrigin, safePath } from '#lib/access/addresses.ts'
import { attempts } from '#lib/access/attempts.ts'
import { signOut } from '#lib/access/mutations.ts'
import { identityOf } from '#lib/access/sign-in/claims.ts'
import { signInAs } from '#lib/access/sign-in/mutations.ts'
import type { Problem } from '#lib/access/sign-in/problems.ts'
import {
  beginSignIn,
  CHECKS_LIFE_MS,
  checkNames,
  finishSignIn,
} from '#lib/access/sign-in/protocol.ts'
import { UserError } from '#lib/failures.ts'
import type { Provider } from '#lib/sign-in-settings.ts'

/** Each asks the provider for something. A whole office, which has one address, begins its day within minutes. */
const begun = attempts({ burst: 60, everyMs: 1000 })
/** Nobody fails so often by mistake. */
const failed = attempts({ burst: 20, everyMs: 3000 })

const FORM_LIMIT = 8 * 1024

interface Context {
  params: Promise<{ step: string[] }>
}

/** `/api/auth/signin/google`: the button of the sign-in page. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const provider = await providerFor('signin', params)
  if (!provider) return nothing(request)
  const { url } = ownEnv()
  if (!isOurOrigin(request.headers, url)) return refused('origin')

  const form = new URLSearchParams(await readText(request, FORM_LIMIT).catch(() => ''))
  const to = safePath(form.get('to'))
  // The provider leads back to the public address: cookies of another one would not come along.
  if (request.headers.get('origin') !== site().url)
    return seeOther(`${url}/sign-in?${new URLSearchParams({ problem: 'address', to })}`)

  const address = addressOf(request.headers)
  if (begun.blockedFor(address) > 0) return refused('attempts')
  begun.failed(address)
  try {
    const { location, cookies } = await beginSignIn(provider, site())
    return leadingTo(location, [...cookies, pathCookie(to)])
  } catch (error) {
    return refused(problemOf(error))
  }
}

/** `/api/auth/callback/google`: whoever comes back from the provider. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const provider = await providerFor('callback', params)
  if (!provider) return nothing(request)
  const address = addressOf(request.headers)
  if (failed.blockedFor(address) > 0) return refused('attempts')

  const cookies = cookiesOf(request)
  const entered = await enter(provider, request, cookies, address)
  if ('refused' in entered) {
    failed.failed(address)
    return refused(entered.refused)
  }
  // The browser forgets the session that it had.
  const former = sessionTokenOf(request)
  if (former) await signOut(former)
  const to = Buffer.from(cookies[pathCookieName()] ?? '', 'base64url').toString()
  return seeOther(safePath(to), [...ended(), sessionCookie(entered.token, entered.expiresAt)])
}

// Without this Next answers HEAD with what GET does.
export const HEAD = () => new Response(null)

async function enter(
  provider: Provider,
  request: Request,
  cookies: Record<string, string>,
  address: string,
) {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  if (query.error === 'access_denied') return { refused: 'denied' as const }
  try {
    const claims = await finishSignIn(provider, site(), { query, cookies })
    if (!claims) return { refused: 'answer' as const }
    const identity = identityOf(provider, claims)
    return 'refused' in identity ? identity : await signInAs(identity, ownEnv().signIn, address)
  } catch (error) {
    return { refused: problemOf(error) }
  }
}

async function providerFor(step: string, params: Context['params']) {
  const [asked, id, ...more] = (await params).step
  return asked === step && more.length === 0 ? providerOf(id) : undefined
}

const nothing = (request: Request) =>
  failureAnswer(
    new UserError(`There is nothing at ${new URL(request.url).pathname}.`, { code: 'not_found' }),
  )

const refused = (problem: Problem) => seeOther(`/sign-in?problem=${problem}`, ended())

/**
 * Sends a browser on to the provider. Not by a redirect: a page's policy lets its forms go nowhere else, and
 * browsers hold every redirect after a form to that (`form-action`).
 */
function leadingTo(location: string, cookies: string[]): Response {
  const headers = new Headers({ refresh: `0;url=${location}`, 'cache-control': 'no-store' })
  for (const line of cookies) headers.append('set-cookie', line)
  return new Response(null, { headers })
}

const pathCookieName = () => cookieName('belfry_to')
/** Where to go afterwards. */
const pathCookie = (to: string) =>
  cookieLine(
    pathCookieName(),
    Buffer.from(to).toString('base64url'),
    new Date(Date.now() + CHECKS_LIFE_MS),
  )

/** What was kept for one sign-in is of no use for another. */
const ended = () =>
  [...checkNames(site()), pathCookieName()].map(name => cookieLine(name, '', new Date(0)))
