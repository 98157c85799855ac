import type { IncomingMessage } from 'node:http'
import createRouter from 'find-my-way'
import { UserError } from '#lib/failures.ts'
import { refusalOf, refusalReply } from '#lib/intake/http/refusal.ts'
import type { Reply, Route } from '#lib/intake/http/route.ts'

/** What a request asks for, or at once the answer to it. */
export type Found =
  | { route: Route; params: Record<string, string | undefined>; query: URLSearchParams }
  | { reply: Reply }

/** What browsers ask before they send to another origin; they may know the answer for a day. */
const PREFLIGHT = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': '*, Authorization, Content-Type, Content-Encoding, X-Sentry-Auth',
  'Access-Control-Max-Age': '86400',
}

export function openRouter(routes: readonly Route[]): (request: IncomingMessage) => Found {
  const router = createRouter({ ignoreTrailingSlash: true, maxParamLength: 200 })
  for (const route of routes) router.on(route.method, route.path, () => {}, route)

  return ({ method, url = '/' }) => {
    const [path = '/', query] = url.split('?', 2)
    const found = router.find('POST', path)
    if (!found) return refused('not_found', 'Nothing is taken in at this address.')

    const route = found.store as Route
    if (method === 'OPTIONS' && route.cors) return { reply: { status: 204, headers: PREFLIGHT } }
    if (method === 'POST') return { route, params: found.params, query: new URLSearchParams(query) }
    return refused('not_allowed', 'Only POST is taken here.', { Allow: 'POST' })
  }
}

function refused(
  code: 'not_found' | 'not_allowed',
  message: string,
  headers: Record<string, string> = {},
): Found {
  const reply = refusalReply(refusalOf(new UserError(message, { code })))
  return { reply: { ...reply, headers } }
}
