import { SESSION_COOKIE } from '#app/_server/credentials.ts'
import { ownEnv } from '#app/_server/env.ts'

/** The Set-Cookie line that keeps a session in the browser, where no script can read it. */
export function sessionCookie(token: string, expiresAt: Date): string {
  const secure = ownEnv().url.startsWith('https:') ? '; Secure' : ''
  return `${SESSION_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax; Expires=${expiresAt.toUTCString()}${secure}`
}

export const endedCookie = () => sessionCookie('', new Date(0))

/** The token of this request's session cookie. */
export function sessionTokenOf(request: Request): string | undefined {
  const cookies = request.headers.get('cookie')?.split(/; */) ?? []
  return cookies.find(cookie => cookie.startsWith(`${SESSION_COOKIE}=`))?.split('=')[1]
}

/** Sends a browser on with a GET. The path stays relative: we may be known by several names. */
export const seeOther = (path: string, headers: Record<string, string> = {}) =>
  new Response(null, { status: 303, headers: { ...headers, location: path } })
