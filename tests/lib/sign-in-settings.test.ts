import { expect, test } from 'vitest'
import { readEnv } from '#lib/env.ts'

const google = {
  ...{ GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' },
  GOOGLE_WORKSPACE_DOMAIN: 'Example.com, example.org',
}
const oidc = {
  ...{ OIDC_ISSUER: 'https://id.example.com/realms/main', OIDC_CLIENT_ID: 'id' },
  OIDC_CLIENT_SECRET: 'secret',
}
const read = (variables: Record<string, string>) =>
  readEnv(variables as unknown as NodeJS.ProcessEnv).signIn

test('without settings there is no provider, and the link alone', () => {
  expect(read({})).toEqual({ providers: [], admins: [], roles: [] })
})

test('Google is asked for the accounts of the domains', () => {
  expect(read(google).providers).toEqual([
    {
      ...{ id: 'google', label: 'Google', issuer: 'https://accounts.google.com' },
      ...{ clientId: 'id', clientSecret: 'secret', domains: ['example.com', 'example.org'] },
      trustsAddresses: false,
    },
  ])
})

test('another provider is called by its host, or as one likes', () => {
  const OIDC_ROLES = 'sre = editor, cn=ops=admin'
  const [named] = read({ ...oidc, OIDC_NAME: 'Keycloak', OIDC_DOMAIN: 'Example.com' }).providers
  expect(named).toMatchObject({ label: 'Keycloak', domains: ['example.com'] })
  expect(read({ ...oidc, OIDC_TRUST_EMAIL: 'yes', OIDC_ROLES })).toMatchObject({
    providers: [{ id: 'oidc', label: 'id.example.com', domains: [], trustsAddresses: true }],
    roles: [
      { group: 'sre', role: 'editor' },
      { group: 'cn=ops', role: 'admin' },
    ],
  })
})

test('both may be there, and admins are known in lower case', () => {
  const { providers, admins } = read({
    ...google,
    ...oidc,
    BELFRY_ADMINS: 'Ada@Example.com, b@c.de',
  })
  expect(providers.map(({ id }) => id)).toEqual(['google', 'oidc'])
  expect(admins).toEqual(['ada@example.com', 'b@c.de'])
})

const without = (variables: Record<string, string>, name: string) => ({ ...variables, [name]: '' })

test.each([
  [without(google, 'GOOGLE_CLIENT_SECRET'), 'GOOGLE_CLIENT_SECRET: is missing'],
  [without(google, 'GOOGLE_CLIENT_ID'), 'GOOGLE_CLIENT_ID: is missing'],
  [without(google, 'GOOGLE_WORKSPACE_DOMAIN'), 'GOOGLE_WORKSPACE_DOMAIN: is missing'],
  [{ ...google, GOOGLE_WORKSPACE_DOMAIN: '*' }, 'GOOGLE_WORKSPACE_DOMAIN: must be domains'],
  [{ ...google, GOOGLE_WORKSPACE_DOMAIN: 'a.com,,b.com' }, 'GOOGLE_WORKSPACE_DOMAIN: must be'],
  [{ ...google, GOOGLE_ISSUER: 'accounts.google.com' }, 'GOOGLE_ISSUER: must be an address'],
  [without(oidc, 'OIDC_ISSUER'), 'OIDC_ISSUER: is missing'],
  [without(oidc, 'OIDC_CLIENT_ID'), 'OIDC_CLIENT_ID: is missing'],
  [without(oidc, 'OIDC_CLIENT_SECRET'), 'OIDC_CLIENT_SECRET: is missing'],
  [{ ...oidc, OIDC_ISSUER: 'ftp://id.example.com' }, 'OIDC_ISSUER: must be an address'],
  [{ ...oidc, OIDC_ISSUER: 'https://a:b@id.example.com' }, 'OIDC_ISSUER: must have no user'],
  [{ ...oidc, OIDC_ISSUER: 'https://accounts.google.com/' }, 'OIDC_ISSUER: is Google’s'],
  [{ ...oidc, OIDC_ROLES: 'sre=root' }, 'OIDC_ROLES: "sre=root" must be group=viewer'],
  [{ ...oidc, OIDC_ROLES: 'editor' }, 'OIDC_ROLES: "editor" must be'],
  [{ ...oidc, OIDC_ROLES: '=admin' }, 'OIDC_ROLES: "=admin" must be'],
  [{ ...oidc, OIDC_TRUST_EMAIL: 'sure' }, 'OIDC_TRUST_EMAIL'],
  [{ OIDC_ROLES: 'sre=admin' }, 'OIDC_ISSUER: is missing; OIDC_ROLES'],
  [{ BELFRY_ADMINS: 'ada' }, 'BELFRY_ADMINS: must be e-mail addresses'],
])('%j names the variable at fault', (variables, message) => {
  expect(() => read(variables)).toThrow(message)
})
