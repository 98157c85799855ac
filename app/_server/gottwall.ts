import { personOf } from '#app/_server/credentials.ts'
import { type Handler, requireOurPage } from '#app/_server/endpoint.ts'
import { failureOf, statusOf } from '#app/_server/failure.ts'
import { sessionTokenOf } from '#app/_server/session-cookie.ts'
import { type Person, requireRight } from '#lib/access/person.ts'
import type { Right } from '#lib/access/rights.ts'
import { GOTTWALL } from '#lib/charts/gottwall/paths.ts'

export interface Asked {
  request: Request
  person: Person
  /** by name or by number */
  project: string
  query: URLSearchParams
}

/** Makes a handler of GottWall's read API: for whoever is signed in or has a token; errors are `{ "text": … }`. */
export const gottwallRoute =
  (right: Right, handle: (asked: Asked) => Promise<unknown>): Handler =>
  async (request, { params }) => {
    try {
      const person = await personOf(request.headers, sessionTokenOf(request))
      if (!person) return refuseStranger(request)
      requireOurPage(request)
      requireRight(person, right)
      const project = String((await params).project)
      const query = new URL(request.url).searchParams
      return answer(await handle({ request, person, project, query }))
    } catch (error) {
      return gottwallFailure(error)
    }
  }

/**
 * Whoever is not signed in is sent to where they can be, as by GottWall, unless they want to change something. Next takes
 * the own `origin` away again, and insists on it where it stands before a route.
 */
export function refuseStranger({ method, url }: Request, origin = ''): Response {
  if (method !== 'GET' && method !== 'HEAD')
    return answer({ text: 'Forbidden: you are not signed in' }, 403)
  const { pathname, search } = new URL(url)
  const to = encodeURIComponent(pathname + search)
  return new Response(null, { status: 302, headers: { location: `${origin}/sign-in?to=${to}` } })
}

/** Whether a path is one of them, as lib/roles/front.ts hands it on. */
export const isGottwall = (path: string) => path.startsWith(`${GOTTWALL}/`)

/** The answer to anything thrown. */
export function gottwallFailure(error: unknown): Response {
  const failure = failureOf(error)
  const text = failure.code === 'internal' ? 'Server error' : failure.message
  return answer({ text }, statusOf(failure))
}

const answer = (body: unknown, status = 200) =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
