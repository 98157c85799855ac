import { describe, expect, test } from 'vitest'
import { identityOf, joinedClaims } from '#lib/access/sign-in/claims.ts'
import type { Provider } from '#lib/sign-in-settings.ts'

const now = new Date('2026-03-01T12:00:00Z')
const seconds = now.getTime() / 1000

const oidc: Provider = {
  ...{ id: 'oidc', label: 'Keycloak', issuer: 'https://id.example.com' },
  ...{ clientId: 'belfry', clientSecret: 'secret', domains: [], trustsAddresses: false },
}
const google: Provider = { ...oidc, id: 'google', domains: ['example.com', 'example.org'] }
const ofExample: Provider = { ...oidc, domains: ['example.com'] }
const trusting: Provider = { ...oidc, trustsAddresses: true }

const ada = {
  ...{ iss: 'https://id.example.com', sub: '1001', iat: seconds, hd: 'example.com' },
  ...{ email: 'Ada@Example.com', email_verified: true, name: 'Ada Lovelace' },
}
const of = (provider: Provider, claims: object) => identityOf(provider, { ...ada, ...claims }, now)

test('an identity is what the provider says, with the address in lower case', () => {
  expect(of(oidc, { groups: ['sre'], roles: ['admin', 'sre'] })).toEqual({
    ...{ issuer: 'https://id.example.com', subject: '1001', email: 'ada@example.com' },
    ...{ name: 'Ada Lovelace', groups: ['sre', 'admin'] },
  })
})

test.each<[string, Provider, object, string | null]>([
  ['an hd of the domains', google, { hd: 'Example.org' }, null],
  ['an hd of others', google, { hd: 'example.net' }, 'domain'],
  ['an hd that is a list', google, { hd: ['example.com'] }, 'domain'],
  ['no hd', google, { hd: undefined }, 'domain'],
  ['an address of the domain', ofExample, {}, null],
  ['an address of another one', ofExample, { email: 'ada@example.net' }, 'domain'],
  ['an address that only ends alike', ofExample, { email: 'ada@notexample.com' }, 'domain'],
  [
    'an address with the domain as its name',
    ofExample,
    { email: '"a@example.com"@b.net' },
    'email',
  ],
  ['an hd where addresses count', ofExample, { email: 'ada@b.net', hd: 'example.com' }, 'domain'],
  ['verified as a text', oidc, { email_verified: 'true' }, null],
  ['not verified as a text', oidc, { email_verified: 'false' }, 'unverified'],
  ['verified by something else', oidc, { email_verified: { yes: 1 } }, 'unverified'],
  ['not said to be verified', oidc, { email_verified: undefined }, 'unverified'],
  ['not said to be, of one that is trusted', trusting, { email_verified: undefined }, null],
  ['said not to be, of one that is trusted', trusting, { email_verified: false }, 'unverified'],
  ['no address', oidc, { email: undefined }, 'email'],
  ['two addresses', oidc, { email: ['ada@example.com', 'bob@example.com'] }, 'email'],
  ['a line break in the address', oidc, { email: 'ada@example.com\nbcc:x@y.zz' }, 'email'],
  ['made in half a minute', oidc, { iat: seconds + 30 }, null],
  ['made in two minutes', oidc, { iat: seconds + 120 }, 'clock'],
  ['no subject', oidc, { sub: '' }, 'answer'],
  ['a subject without end', oidc, { sub: 'x'.repeat(256) }, 'answer'],
])('%s', (_, provider, claims, refused) => {
  const identity = of(provider, claims)
  expect('refused' in identity ? identity.refused : null).toBe(refused)
})

test.each([null, undefined, 'claims', [], { sub: '1' }])('%j are no claims', claims => {
  expect(identityOf(oidc, claims, now)).toEqual({ refused: 'answer' })
})

test('names and groups are plain, and not without number', () => {
  const many = Array.from({ length: 600 }, (_, i) => `group ${i}`)
  const identity = of(oidc, { name: ' Ada\n\u202eLovelace ', groups: [...many, 'x'.repeat(101)] })
  expect(identity).toMatchObject({ name: 'Ada Lovelace', groups: many.slice(0, 500) })
  expect(of(oidc, { name: 7, groups: { a: 1 } })).toMatchObject({ name: '', groups: [] })
})

describe('the userinfo endpoint', () => {
  test('adds what the token lacks, and changes nothing that it says', () => {
    const token = { sub: '1', groups: ['a'] }
    const userinfo = { sub: '1', groups: ['b'], email: 'a@b.cc', email_verified: true }
    expect(joinedClaims(token, userinfo)).toEqual({ ...userinfo, groups: ['a'] })
  })

  test('verifies no other address than its own', () => {
    const token = { sub: '1', email: 'mallory@b.cc' }
    const userinfo = { sub: '1', email: 'ada@b.cc', email_verified: true }
    expect(joinedClaims(token, userinfo)).toEqual(token)
  })
})
