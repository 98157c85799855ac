import { cookieLine, cookieName, cookiesOf } from '#app/_server/cookies.ts'

export const sessionCookieName = () => cookieName('belfry_session')

/** The Set-Cookie line that keeps a session in the browser, where no script can read it. */
export const sessionCookie = (token: string, expiresAt: Date): string =>
  cookieLine(sessionCookieName(), token, expiresAt)

export const endedCookie = () => sessionCookie('', new Date(0))

/** The token of this request's session cookie. */
export const sessionTokenOf = (request: Request): string | undefined =>
  cookiesOf(request)[sessionCookieName()]

/** Sends a browser on with a GET. The path stays relative: we may be known by several names. */
export function seeOther(path: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location: path })
  for (const line of cookies) headers.append('set-cookie', line)
  return new Response(null, { status: 303, headers })
}
