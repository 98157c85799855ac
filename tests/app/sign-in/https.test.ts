import { afterAll, beforeAll, expect, test } from 'vitest'
import { sessionCookie, sessionTokenOf } from '#app/_server/session-cookie.ts'
import { POST } from '#app/api/auth/[...step]/route.ts'
import { addressIn } from '#tests/app/sign-in/traveller.ts'
import { openWorld } from '#tests/app/sign-in/world.ts'

const URL_THERE = 'https://belfry.example.com'

let world: Awaited<ReturnType<typeof openWorld>>
beforeAll(async () => {
  process.env.BELFRY_URL = URL_THERE
  world = await openWorld()
})
afterAll(() => world.close())

test('behind TLS every cookie is of this host alone, and never sent without TLS', async () => {
  const answer = await POST(
    new Request(`${URL_THERE}/api/auth/signin/oidc`, {
      method: 'POST',
      headers: { host: 'belfry.example.com', origin: URL_THERE },
    }),
    { params: Promise.resolve({ step: ['signin', 'oidc'] }) },
  )
  expect(new URL(addressIn(answer)).searchParams.get('redirect_uri')).toBe(
    `${URL_THERE}/api/auth/callback/oidc`,
  )
  const lines = [...answer.headers.getSetCookie(), sessionCookie('token', new Date(0))]
  expect(lines).toHaveLength(5)
  for (const line of lines) {
    expect(line).toMatch(/^__Host-belfry_/)
    expect(line).toMatch(/; Path=\/;.*HttpOnly/)
    expect(line).toContain('; Secure')
  }
})

test('a session cookie that a neighbour on another subdomain could have set is none', () => {
  const withCookie = (cookie: string) =>
    sessionTokenOf(new Request(URL_THERE, { headers: { cookie } }))
  expect(withCookie('belfry_session=theirs')).toBeUndefined()
  expect(withCookie('belfry_session=theirs; __Host-belfry_session=ours')).toBe('ours')
})
