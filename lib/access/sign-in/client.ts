import { lookup } from 'node:dns'
import type { AuthOptions } from 'next-auth'
import Google from 'next-auth/providers/google'
import { joinedClaims } from '#lib/access/sign-in/claims.ts'
import type { Discovered } from '#lib/access/sign-in/discovery.ts'
import { anyHost, checked } from '#lib/connect.ts'
import type { Provider } from '#lib/sign-in-settings.ts'

const TIMEOUT_MS = 10_000

type Claims = Record<string, unknown>
/** What the library has made of the answer of the token endpoint, its id token checked. */
interface Tokens {
  access_token?: string
  claims(): Claims
}

/** A provider as next-auth wants it, with what was discovered of it. */
export function clientOf(provider: Provider, found: Discovered): AuthOptions['providers'][number] {
  const { clientId, clientSecret, label } = provider
  const options = {
    ...{ clientId, clientSecret, issuer: found.issuer, jwks_endpoint: found.keysAddress },
    // We have discovered it ourselves: lib/access/sign-in/discovery.ts says why.
    wellKnown: undefined,
    authorization: { url: found.authorizationEndpoint, params: asked(provider, found) },
    token: { url: found.tokenEndpoint },
    userinfo: { url: found.userinfoEndpoint, request: claimsOf(provider, found) },
    checks: ['pkce', 'state', 'nonce'] as const,
    client: {
      id_token_signed_response_alg: found.algorithm,
      token_endpoint_auth_method: found.authMethod,
    },
    // It follows no redirects; a name that leads to a closed address is not connected to.
    httpOptions: { timeout: TIMEOUT_MS, lookup: checked(lookup, anyHost, 0) },
    profile: ({ sub }: Claims) => ({ id: String(sub) }),
  }
  const { profile } = options
  // Its types know one form of each option, and not that one can be taken away.
  return provider.id === 'google'
    ? Google(options as never)
    : ({ id: 'oidc', name: label, type: 'oauth', idToken: true, profile, options } as never)
}

function asked({ id, domains }: Provider, { hasGroupsScope }: Discovered) {
  const scope = `openid email profile${hasGroupsScope ? ' groups' : ''}`
  // Only which accounts Google offers; whose account it was is checked when it comes back.
  return id === 'google' ? { scope, hd: domains.length === 1 ? domains[0] : '*' } : { scope }
}

/** Claims are the id token's; what it lacks, the userinfo endpoint may know. Google's knows of no groups. */
const claimsOf =
  ({ id }: Provider, { userinfoEndpoint }: Discovered) =>
  async ({ tokens, client }: { tokens: unknown; client: unknown }): Promise<Claims> => {
    const { access_token, claims } = tokens as Tokens
    const said = claims.call(tokens)
    const isComplete = said.email !== undefined && (said.groups !== undefined || id === 'google')
    if (isComplete || !userinfoEndpoint || !access_token) return said
    const { userinfo } = client as { userinfo(tokens: unknown): Promise<Claims> }
    return joinedClaims(said, await userinfo.call(client, tokens))
  }
