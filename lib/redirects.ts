import type { GuardedInit } from '#lib/http.ts'
import { refused } from '#lib/http-failure.ts'

/** What may follow a redirect to another origin: nothing that could be a credential. */
const HARMLESS_HEADERS = ['accept', 'accept-language', 'content-type', 'user-agent']

/** Where an answer redirects to, or null when it is the last one. */
export function redirectOf(answer: Response, url: URL, mode: RequestInit['redirect']): URL | null {
  const location = answer.headers.get('location')
  if (mode === 'manual' || !location || ![301, 302, 303, 307, 308].includes(answer.status))
    return null
  if (mode === 'error') throw refused(`${url.host} redirects to ${location}`)

  const next = checkedUrl(location, url)
  if (url.protocol === 'https:' && next.protocol === 'http:')
    throw refused(`${url.host} redirects from https to http`)
  return next
}

/** The request after a redirect, as the Fetch standard has it (4.4 HTTP-redirect fetch). */
export function afterRedirect(
  request: GuardedInit,
  status: number,
  sameService: boolean,
): GuardedInit {
  const method = (request.method ?? 'GET').toUpperCase()
  const toGet = (status === 303 && method !== 'HEAD') || (status < 303 && method === 'POST')
  const headers = new Headers(request.headers)
  if (!sameService)
    for (const name of [...headers.keys()])
      if (!HARMLESS_HEADERS.includes(name)) headers.delete(name)
  if (!toGet) return { ...request, headers }

  headers.delete('content-type')
  return { ...request, headers, method: 'GET', body: null }
}

/** The same server, also when it sends its callers from port 80 to TLS on 443. */
export function isSameService(a: URL, b: URL): boolean {
  if (a.hostname !== b.hostname) return false
  return (
    a.port === b.port && (a.protocol === b.protocol || (a.port === '' && a.protocol === 'http:'))
  )
}

/** An address that may be tried at all. */
export function checkedUrl(input: string | URL, base?: URL): URL {
  const url = URL.parse(String(input), base?.href)
  if (!url) throw refused(`"${String(input).slice(0, 200)}" is not an address`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refused(`only http and https addresses are asked, not ${url.protocol}`)
  if (url.username || url.password)
    throw refused(`a user name or password does not belong into the address of ${url.host}`)
  return url
}
