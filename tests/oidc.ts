import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Configuration, type JWK, Provider } from 'oidc-provider'

export const CLIENT = { id: 'belfry', secret: 'secret-of-the-tests' }

type Claims = Record<string, unknown>

interface Options {
  /** where it may send browsers back to */
  callback: string
  /** lets people press a button first; otherwise they are signed in at once */
  asks?: boolean
}

/** A key to sign tokens with; nobody needs more of them than a file of tests. */
export function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = randomUUID()
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } as JWK
  return { privateKey, kid, jwk }
}
type Key = ReturnType<typeof newKey>

/** A real OpenID Connect provider on loopback. Tests say who is in front of it, and what it does wrong. */
export async function openProvider({ callback, asks = false }: Options) {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`

  const it = {
    issuer,
    key: newKey(),
    /** who is in front of it: what it says of them, `sub` included */
    person: { sub: 'ada' } as Claims,
    /** otherwise only its userinfo endpoint says who it is; counts from the next `restart` */
    claimsInToken: true,
    /** what becomes of the claims before the id token is signed again, by the key that is answered; or another token */
    tamper: null as null | ((claims: Claims) => Key | string | undefined),
    /** what it answers instead of what it should */
    instead: null as
      | null
      | ((
          path: string,
        ) => { status: number; headers?: Record<string, string>; body?: string } | undefined),
    /** how often each of its paths was asked for */
    asked: [] as string[],
    restart() {
      serve = handlerOf(it, callback)
    },
    /** signs with a new key from now on, and publishes only that */
    rotate() {
      it.key = newKey()
      it.restart()
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
  let serve = handlerOf(it, callback)

  server.on('request', (request, response) => {
    const { pathname } = new URL(request.url ?? '/', issuer)
    it.asked.push(pathname)
    const instead = it.instead?.(pathname)
    if (instead) response.writeHead(instead.status, instead.headers).end(instead.body)
    else if (asks && request.method === 'GET' && pathname.startsWith('/interaction/'))
      showForm(response, it.person)
    else void serve(request, response)
  })
  return it
}

export type TestProvider = Awaited<ReturnType<typeof openProvider>>
type Inner = Pick<TestProvider, 'issuer' | 'key' | 'person' | 'tamper' | 'claimsInToken'>

/** Google's claims come by the scopes that Google has: whose Workspace an account is of goes with its address. */
const CLAIMS = {
  openid: ['sub'],
  email: ['email', 'email_verified', 'hd'],
  profile: ['name'],
  groups: ['groups', 'roles'],
}

function handlerOf(it: Inner, callback: string) {
  const provider = new Provider(it.issuer, configuration(it, callback))
  provider.use(async (context, next) => {
    await next()
    const { body } = context as { body?: { id_token?: string } }
    if (body?.id_token && it.tamper) body.id_token = resigned(body.id_token, it)
  })
  const handle = provider.callback()
  return async (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith('/interaction/')) return handle(request, response)
    const login = { accountId: String(it.person.sub) }
    await provider.interactionFinished(request, response, { login })
  }
}

const configuration = (it: Inner, callback: string): Configuration => ({
  clients: [
    {
      ...{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [callback] },
      ...{ grant_types: ['authorization_code'], response_types: ['code'] },
    },
  ],
  jwks: { keys: [it.key.jwk] },
  claims: CLAIMS,
  conformIdTokenClaims: !it.claimsInToken,
  pkce: { required: () => true },
  ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  cookies: { keys: ['the tests'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  findAccount: (_context, accountId) => ({
    accountId,
    claims: () => ({ ...it.person, sub: accountId }),
  }),
  // Nobody is asked what the client may know.
  async loadExistingGrant({ oidc }) {
    const { clientId = '' } = oidc.client ?? {}
    const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session?.accountId ?? '' })
    grant.addOIDCScope(Object.keys(CLAIMS).join(' '))
    await grant.save()
    return grant
  },
})

function resigned(token: string, { key, tamper }: Inner): string {
  const [, payload = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims
  const by = tamper?.(claims) ?? key
  return typeof by === 'string' ? by : signed(claims, by.privateKey, by.kid)
}

function signed(claims: Claims, key: KeyObject, kid: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'RS256', typ: 'JWT', kid })}.${part(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

function showForm(response: ServerResponse, { name, sub }: Claims) {
  response
    .writeHead(200, { 'content-type': 'text/html' })
    .end(
      `<!doctype html><title>Provider</title><form method="post"><button>Continue as ${name ?? sub}</button></form>`,
    )
}
