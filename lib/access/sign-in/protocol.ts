import type { AuthOptions } from 'next-auth'
import { clientOf } from '#lib/access/sign-in/client.ts'
import { type Discovered, discover } from '#lib/access/sign-in/discovery.ts'
import { askNextAuth, CSRF_COOKIE } from '#lib/access/sign-in/next-auth.ts'
import { reasonOf } from '#lib/failures.ts'
import { log } from '#lib/log.ts'
import type { Provider } from '#lib/sign-in-settings.ts'

/** Below it, next-auth's paths: `/callback/google` and so on. */
const BASE_PATH = '/api/auth'
/** So long somebody may take at the provider. */
export const CHECKS_LIFE_MS = 15 * 60_000

/** Where Belfry stands, and what its cookies are sealed with. */
export interface Site {
  url: string
  secret: string
  /** how a cookie is called here */
  cookieName(name: string): string
}

/** Where to send the browser, and what it has to keep until it comes back. Throws a RemoteError. */
export async function beginSignIn(provider: Provider, site: Site) {
  const options = optionsOf(provider, await discover(provider.issuer), site)
  const step = { name: 'signin', provider: provider.id, query: {}, cookies: {} } as const
  const { location, cookies } = await askNextAuth(step, options)
  // Its own page for errors; the provider may well be on the same host.
  if (location.startsWith(`${site.url}${BASE_PATH}/`))
    throw new Error('The sign-in could not be started')

  const kept = checkNames(site)
  return {
    location,
    cookies: cookies.filter(line => kept.some(name => line.startsWith(`${name}=`))),
  }
}

/**
 * The claims of whoever comes back, or null when the answer is not to what was asked: state, nonce, code, signature,
 * audience and times of the id token have been checked. Throws a RemoteError when the provider is away.
 */
export async function finishSignIn(
  provider: Provider,
  site: Site,
  { query, cookies }: { query: Record<string, string>; cookies: Record<string, string> },
): Promise<unknown> {
  // Nobody began here: not worth asking the provider.
  if (checkNames(site).some(name => !cookies[name])) return null
  let claims: unknown = null
  const options = optionsOf(provider, await discover(provider.issuer), site)
  options.callbacks = {
    // An address, not true: with that next-auth would open a session of its own.
    signIn({ profile }) {
      claims = profile
      return site.url
    },
  }
  await askNextAuth({ name: 'callback', provider: provider.id, query, cookies }, options)
  return claims
}

/** The cookies that tie the way back to the browser that began. */
export const checkNames = ({ cookieName }: Site) =>
  ['belfry_state', 'belfry_pkce', 'belfry_nonce'].map(cookieName)

function optionsOf(provider: Provider, found: Discovered, site: Site) {
  // It learns its own address from nowhere else.
  process.env.NEXTAUTH_URL = `${site.url}${BASE_PATH}`
  const [state, pkceCodeVerifier, nonce] = checkNames(site).map(name => ({
    name,
    options: {
      ...{ httpOnly: true, sameSite: 'lax', path: '/', maxAge: CHECKS_LIFE_MS / 1000 },
      secure: site.url.startsWith('https:'),
    },
  }))
  const options: AuthOptions & { secret: string } = {
    providers: [clientOf(provider, found)],
    secret: site.secret,
    cookies: {
      ...(state && { state }),
      ...(pkceCodeVerifier && { pkceCodeVerifier }),
      ...(nonce && { nonce }),
      csrfToken: { name: CSRF_COOKIE, options: {} },
    },
    logger,
  }
  return options
}

/** What a provider answered is told, never the tokens in it. */
const logger = {
  error(code: string, about: unknown) {
    const { error } = about as { error?: unknown }
    log.warn({ code, reason: reasonOf(error ?? about).slice(0, 500) }, 'A sign-in failed')
  },
  warn() {},
  debug() {},
}
