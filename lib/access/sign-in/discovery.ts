import { isIP } from 'node:net'
import { z } from 'zod'
import { zoneOf } from '#lib/addresses.ts'
import { RemoteError } from '#lib/failures.ts'
import { type GuardedFetch, guardedFetch } from '#lib/http.ts'
import { refused } from '#lib/http-failure.ts'

const TIMEOUT_MS = 10_000
const MAX_BYTES = 256 * 1024
/** How an id token may be signed, the most common way first; never with the client's secret, let alone not at all. */
const ALGORITHMS = ['RS256', 'ES256', 'PS256', 'EdDSA', 'RS384', 'RS512', 'ES384', 'ES512'] as const
const METHODS = ['client_secret_basic', 'client_secret_post'] as const

const address = z.url({ protocol: /^https?$/ })
const texts = z.array(z.string())

/** OpenID Connect Discovery 1.0, section 3; defaults as there. */
const metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  userinfo_endpoint: address.optional(),
  scopes_supported: texts.default([]),
  id_token_signing_alg_values_supported: texts.default(['RS256']),
  token_endpoint_auth_methods_supported: texts.default(['client_secret_basic']),
})

/** What has to be known of a provider to sign people in by it. */
export interface Discovered {
  issuer: string
  authorizationEndpoint: string
  tokenEndpoint: string
  keysAddress: string
  userinfoEndpoint: string | undefined
  algorithm: (typeof ALGORITHMS)[number]
  authMethod: (typeof METHODS)[number]
  hasGroupsScope: boolean
}

/**
 * What a provider says of itself. An admin typed the issuer: it may be on the private network, but neither it nor
 * what it names may be a link-local or metadata address, and no redirect is followed. Throws a RemoteError.
 */
export async function discover(
  issuer: string,
  fetch: GuardedFetch = guardedFetch({ trust: 'admin' }),
): Promise<Discovered> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const answer = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  })
  if (!answer.ok) throw unusable(url, `answers ${answer.status}`)
  const read = metadata.safeParse(await answer.json().catch(() => null))
  if (!read.success) throw unusable(url, 'is no OpenID Connect discovery document')
  return checked(issuer, read.data)
}

function checked(issuer: string, said: z.output<typeof metadata>): Discovered {
  // Section 4.3: it has to be the same, or one provider could speak for another.
  if (withoutSlash(said.issuer) !== withoutSlash(issuer))
    throw unusable(issuer, `says that it is ${said.issuer.slice(0, 200)}`)
  const { token_endpoint, jwks_uri, userinfo_endpoint } = said
  for (const asked of [token_endpoint, jwks_uri, userinfo_endpoint])
    if (asked) refuseUnsafe(issuer, new URL(asked))

  const algorithm = ALGORITHMS.find(one => said.id_token_signing_alg_values_supported.includes(one))
  if (!algorithm) throw unusable(issuer, 'signs in no way that can be checked here')
  const authMethod = METHODS.find(one => said.token_endpoint_auth_methods_supported.includes(one))
  if (!authMethod) throw unusable(issuer, 'takes no client secret')
  return {
    issuer: said.issuer,
    authorizationEndpoint: said.authorization_endpoint,
    tokenEndpoint: token_endpoint,
    keysAddress: jwks_uri,
    userinfoEndpoint: userinfo_endpoint,
    algorithm,
    authMethod,
    hasGroupsScope: said.scopes_supported.includes('groups'),
  }
}

/** The client's secret and codes go there. What a name leads to is checked when it is looked up. */
function refuseUnsafe(issuer: string, { protocol, hostname, host }: URL) {
  if (protocol === 'http:' && issuer.startsWith('https:'))
    throw refused(`${issuer} names an address without TLS, of ${host}`)
  const literal = hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) && zoneOf(literal) === 'closed')
    throw refused(`${issuer} names ${host}, which may not be asked by anyone`)
}

const unusable = (where: string, what: string) =>
  new RemoteError(`${where} ${what}`, { permanent: true, status: 'unusable' })

const withoutSlash = (url: string) => url.replace(/\/$/, '')
