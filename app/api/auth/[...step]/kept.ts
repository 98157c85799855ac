import { cookieLine, cookieName } from '#app/_server/cookies.ts'
import { seeOther } from '#app/_server/session-cookie.ts'
import { site } from '#app/_server/sign-in.ts'
import { safePath } from '#lib/access/addresses.ts'
import type { Problem } from '#lib/access/sign-in/problems.ts'
import { CHECKS_LIFE_MS, checkNames } from '#lib/access/sign-in/protocol.ts'

const pathCookieName = () => cookieName('belfry_to')

/** Keeps where to go once signed in. */
export const keptPath = (to: string) =>
  cookieLine(
    pathCookieName(),
    Buffer.from(to).toString('base64url'),
    new Date(Date.now() + CHECKS_LIFE_MS),
  )

export const pathIn = (cookies: Record<string, string>) =>
  safePath(Buffer.from(cookies[pathCookieName()] ?? '', 'base64url').toString())

/** Ends all that is kept while somebody is at the provider: it is of no use for another sign-in. */
export const ended = () =>
  [...checkNames(site()), pathCookieName()].map(name => cookieLine(name, '', new Date(0)))

/** Back to the sign-in page, which says why, and still knows where to go. */
export const refused = (problem: Problem, to = '/') =>
  seeOther(`/sign-in?${new URLSearchParams({ problem, ...(to !== '/' && { to }) })}`, ended())
