import { type NextRequest, NextResponse } from 'next/server'
import { bearerOf, PATH_HEADER } from '#app/_server/credentials.ts'
import { failureAnswer } from '#app/_server/failure.ts'
import { isGottwall, refuseStranger } from '#app/_server/gottwall.ts'
import { refusePublicRead } from '#app/_server/public-reads.ts'
import { sessionCookieName } from '#app/_server/session-cookie.ts'
import { isForAll } from '#lib/access/content-policy.ts'
import { UserError } from '#lib/failures.ts'

export const config = { matcher: '/((?!_next/static/).*)' }

const OPEN_PATHS = new Set([
  ...['/sign-in', '/sign-in/session', '/icon.svg', '/api/health'],
  ...['/api/auth/signin/google', '/api/auth/callback/google'],
  ...['/api/auth/signin/oidc', '/api/auth/callback/oidc'],
])

/**
 * Stands before every page and route. Whoever shows no credentials at all gets no further, also where a page
 * or a route does not exist or forgot to ask; whether credentials are good is for the page or the route to find out.
 */
export function proxy(request: NextRequest): Response {
  const path = request.nextUrl.pathname
  if (isForAll(path)) return refusePublicRead(request.headers) ?? passOn(request)
  return OPEN_PATHS.has(path) || hasCredentials(request) ? passOn(request) : refuse(request)
}

const hasCredentials = (request: NextRequest) =>
  bearerOf(request.headers) !== null || request.cookies.has(sessionCookieName())

function passOn(request: NextRequest) {
  const headers = new Headers(request.headers)
  headers.set(PATH_HEADER, pathOf(request))
  return NextResponse.next({ request: { headers } })
}

function refuse(request: NextRequest) {
  if (/^\/(api|v1|metrics)(\/|$)/.test(request.nextUrl.pathname))
    return failureAnswer(
      new UserError('Send a token: Authorization: Bearer TOKEN.', { code: 'unauthorized' }),
    )
  if (isGottwall(request.nextUrl.pathname)) return refuseStranger(request, request.nextUrl.origin)
  const to = pathOf(request)
  const query = to === '/' ? '' : `?to=${encodeURIComponent(to)}`
  return NextResponse.redirect(new URL(`/sign-in${query}`, request.url), 303)
}

const pathOf = ({ nextUrl }: NextRequest) => nextUrl.pathname + nextUrl.search
