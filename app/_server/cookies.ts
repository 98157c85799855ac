import { ownEnv } from '#app/_server/env.ts'

const isSecure = () => ownEnv().url.startsWith('https:')

/** How a cookie is called: behind TLS with the prefix that keeps neighbours on other subdomains from setting it. */
export const cookieName = (name: string) => (isSecure() ? `__Host-${name}` : name)

/** The Set-Cookie line of a cookie that no script can read and no other site's form sends. */
export function cookieLine(name: string, value: string, expiresAt: Date): string {
  const secure = isSecure() ? '; Secure' : ''
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Expires=${expiresAt.toUTCString()}${secure}`
}

/** A request's cookies; of several by one name the first, which is the one with the longest path. */
export function cookiesOf(request: Request): Record<string, string> {
  const pairs = request.headers.get('cookie')?.split(/; */) ?? []
  const cookies = pairs.map((pair): [string, string] => {
    const at = pair.indexOf('=')
    return [pair.slice(0, Math.max(0, at)), pair.slice(at + 1)]
  })
  return Object.fromEntries(cookies.reverse())
}
