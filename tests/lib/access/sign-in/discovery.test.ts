import { expect, test } from 'vitest'
import { discover } from '#lib/access/sign-in/discovery.ts'
import { guardedFetch } from '#lib/http.ts'

const issuer = 'https://id.example.com'
const document = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  userinfo_endpoint: `${issuer}/userinfo`,
}
const saying = (said: object) => async () => Response.json({ ...document, ...said })

test('a provider that says little counts as the standard has it', async () => {
  expect(await discover(issuer, saying({ userinfo_endpoint: undefined }))).toEqual({
    ...{ issuer, authorizationEndpoint: `${issuer}/authorize`, tokenEndpoint: `${issuer}/token` },
    ...{ keysAddress: `${issuer}/keys`, userinfoEndpoint: undefined },
    ...{ algorithm: 'RS256', authMethod: 'client_secret_basic', hasGroupsScope: false },
  })
})

test('is asked where its issuer says, and no redirect is followed', async () => {
  const asked: unknown[] = []
  for (const address of [`${issuer}/realms/main`, `${issuer}/realms/main/`])
    await discover(address, async (url, init) => {
      asked.push([url, init?.redirect])
      return Response.json({ ...document, issuer: `${issuer}/realms/main` })
    })
  const there = `${issuer}/realms/main/.well-known/openid-configuration`
  expect(asked).toEqual([
    [there, 'error'],
    [there, 'error'],
  ])
})

test.each([
  ['RS256 before others', { id_token_signing_alg_values_supported: ['ES256', 'RS256'] }, 'RS256'],
  ['the one that it has', { id_token_signing_alg_values_supported: ['HS256', 'ES256'] }, 'ES256'],
])('tokens are signed by %s', async (_, said, algorithm) => {
  expect(await discover(issuer, saying(said))).toMatchObject({ algorithm })
})

test('a secret is sent in the body where the header is not taken; groups are asked for where they are a scope', async () => {
  const said = {
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_post'],
    scopes_supported: ['openid', 'groups'],
  }
  expect(await discover(issuer, saying(said))).toMatchObject({
    ...{ authMethod: 'client_secret_post', hasGroupsScope: true },
  })
})

test.each([
  [
    'another issuer',
    { issuer: 'https://id.example.net' },
    /says that it is https:\/\/id.example.net/,
  ],
  ['no keys', { jwks_uri: undefined }, /no OpenID Connect discovery document/],
  ['keys in a file', { jwks_uri: 'file:///etc/passwd' }, /no OpenID Connect discovery document/],
  ['an address without TLS', { token_endpoint: 'http://id.example.com/' }, /without TLS/],
  ['only unsigned tokens', { id_token_signing_alg_values_supported: ['none'] }, /signs in no way/],
  [
    'no client secrets',
    { token_endpoint_auth_methods_supported: ['none'] },
    /takes no client secret/,
  ],
])('a provider that names %s is refused', async (_, said, message) => {
  await expect(discover(issuer, saying(said))).rejects.toThrow(message)
})

test.each([
  'https://169.254.169.254/token',
  'https://[fe80::1]/token',
  'https://[::ffff:a9fe:a9fe]/token',
  'https://[fd00:ec2::254]/token',
  'https://0xa9fea9fe/token',
])('a provider that names %s is refused', async token_endpoint => {
  await expect(discover(issuer, saying({ token_endpoint }))).rejects.toThrow(
    'may not be asked by anyone',
  )
})

test.each(['http://169.254.169.254', 'http://[fe80::1]', 'http://metadata.example'])(
  'an issuer at %s is refused',
  async address => {
    const fetch = guardedFetch(
      { trust: 'admin' },
      {
        lookup: (_name, _options, answer) =>
          answer(null, [{ address: '169.254.169.254', family: 4 }]),
      },
    )
    await expect(discover(address, fetch)).rejects.toThrow('may not be asked by anyone')
  },
)

test('a page, an error and nothing at all are no discovery documents', async () => {
  const answering =
    (body: string, status = 200) =>
    async () =>
      new Response(body, { status })
  await expect(discover(issuer, answering('<html>'))).rejects.toThrow('no OpenID Connect')
  await expect(discover(issuer, answering('null'))).rejects.toThrow('no OpenID Connect')
  await expect(discover(issuer, answering('', 404))).rejects.toThrow('answers 404')
})
