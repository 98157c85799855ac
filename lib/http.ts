import { fetch as undiciFetch } from 'undici'
import { parseAllowed } from '#lib/addresses.ts'
import {
  anyHost,
  type Door,
  internetAnd,
  type Lookup,
  openDoor,
  RefusedAddress,
  type Rule,
} from '#lib/connect.ts'
import { RemoteError, reasonOf } from '#lib/failures.ts'

const DEFAULT_TIMEOUT_MS = 30_000
const DEFAULT_MAX_BYTES = 10 * 1024 * 1024
const MAX_REDIRECTS = 3
/** What may follow a redirect to another origin: nothing that could be a credential. */
const HARMLESS_HEADERS = ['accept', 'accept-language', 'content-type', 'user-agent']

/** `fetch` that refuses addresses its policy does not allow, on the address really connected to. */
export type GuardedFetch = (url: string | URL, init?: GuardedInit) => Promise<Response>

export interface GuardedInit extends Omit<RequestInit, 'body'> {
  /** kept whole, since a redirect may ask for it again */
  body?: string | Uint8Array<ArrayBuffer> | URLSearchParams | null
  /** the whole exchange, body included; default 30 s */
  timeoutMs?: number
  /** a longer body is an error; default 10 MiB, counted after decompression */
  maxBytes?: number
  /** off only where an admin said so */
  verifyTls?: boolean
}

/**
 * Who chose the address. `admin`: anything but link-local and metadata addresses, while a redirect
 * elsewhere has to be public. `script`: public addresses, and what the list of hosts, `host:port` and
 * networks allows.
 */
export type Policy = { trust: 'admin' } | { trust: 'script'; allow: readonly string[] }

/**
 * A `fetch` for one policy. The answer comes complete: limits on time and size have been kept when it
 * resolves. It throws a RemoteError with a plain sentence, `permanent` for a refused address, or the
 * reason of `init.signal` when that aborted.
 */
export function guardedFetch(policy: Policy, options: { lookup?: Lookup } = {}): GuardedFetch {
  const elsewhere = internetAnd(policy.trust === 'script' ? allowList(policy.allow) : [])
  const doors = {
    first: doorsOf(policy.trust === 'admin' ? anyHost : elsewhere, policy, options.lookup),
    elsewhere: doorsOf(elsewhere, policy, options.lookup),
  }

  return async (input, init = {}) => {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, verifyTls = true, signal: ended } = init
    const time = AbortSignal.timeout(Math.max(1, timeoutMs))
    const signal = ended ? AbortSignal.any([ended, time]) : time
    const start = checkedUrl(input)

    let url = start
    let request = init
    for (let hops = 0; ; hops++) {
      const door = (isSameService(start, url) ? doors.first : doors.elsewhere)(verifyTls)
      const answer = await exchange(door, url, { ...request, signal }, { timeoutMs, time, ended })
      const next = redirectOf(answer, url, init.redirect)
      if (!next) return answer
      if (hops === MAX_REDIRECTS)
        throw refused(`${start.host} redirects more than ${MAX_REDIRECTS} times`)
      request = afterRedirect(request, answer.status, isSameService(url, next))
      url = next
    }
  }
}

const certificateEnds = new WeakMap<Response, Date>()

/** Until when the certificate behind an answer holds; undefined for plain http. */
export const certificateEnd = (response: Response): Date | undefined =>
  certificateEnds.get(response)

interface Limits {
  timeoutMs: number
  time: AbortSignal
  ended: AbortSignal | null | undefined
}

async function exchange(door: Door, url: URL, init: GuardedInit, limits: Limits) {
  try {
    const { timeoutMs, maxBytes = DEFAULT_MAX_BYTES, verifyTls, ...request } = init
    const answer = await undiciFetch(url, {
      ...(request as object),
      headers: [...withAgent(init.headers)],
      redirect: 'manual',
      dispatcher: door.dispatcher,
    })
    const body = await wholeBody(answer.body, maxBytes, url)
    const response = complete(answer.status, [...answer.headers], body, url)
    const end = url.protocol === 'https:' ? door.certificateEnds(url.origin) : undefined
    if (end) certificateEnds.set(response, end)
    return response
  } catch (error) {
    if (limits.ended?.aborted) throw limits.ended.reason
    if (limits.time.aborted)
      throw new RemoteError(`${url.host} did not answer within ${limits.timeoutMs} ms`, {
        status: 'timeout',
      })
    throw error instanceof RemoteError ? error : failureOf(error, url)
  }
}

async function wholeBody(
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
  url: URL,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes)
      throw new RemoteError(`${url.host} answered with more than ${maxBytes} bytes`, {
        permanent: true,
        status: 'too large',
      })
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function complete(
  status: number,
  headers: [string, string][],
  body: Uint8Array<ArrayBuffer>,
  url: URL,
): Response {
  if (status > 599) throw new RemoteError(`${url.host} answered with the status ${status}`)
  const hasNoBody = status === 204 || status === 205 || status === 304
  return new Response(hasNoBody ? null : body, { status, headers })
}

function withAgent(given: RequestInit['headers']): Headers {
  const headers = new Headers(given)
  if (!headers.has('user-agent')) headers.set('user-agent', 'Belfry')
  return headers
}

/** Where an answer redirects to, or null when it is the last one. */
function redirectOf(answer: Response, url: URL, mode: RequestInit['redirect']): URL | null {
  const location = answer.headers.get('location')
  if (mode === 'manual' || !location || ![301, 302, 303, 307, 308].includes(answer.status))
    return null
  if (mode === 'error') throw refused(`${url.host} redirects to ${location}`)

  const next = checkedUrl(location, url)
  if (url.protocol === 'https:' && next.protocol === 'http:')
    throw refused(`${url.host} redirects from https to http`)
  return next
}

/** The request after a redirect, as the Fetch standard has it (4.4 HTTP-redirect fetch). */
function afterRedirect(request: GuardedInit, status: number, sameService: boolean): GuardedInit {
  const method = (request.method ?? 'GET').toUpperCase()
  const toGet = (status === 303 && method !== 'HEAD') || (status < 303 && method === 'POST')
  const headers = new Headers(request.headers)
  if (!sameService)
    for (const name of [...headers.keys()])
      if (!HARMLESS_HEADERS.includes(name)) headers.delete(name)
  if (!toGet) return { ...request, headers }

  headers.delete('content-type')
  return { ...request, headers, method: 'GET', body: null }
}

/** The same server, also when it sends its callers from port 80 to TLS on 443. */
function isSameService(a: URL, b: URL): boolean {
  if (a.hostname !== b.hostname) return false
  return (
    a.port === b.port && (a.protocol === b.protocol || (a.port === '' && a.protocol === 'http:'))
  )
}

function checkedUrl(input: string | URL, base?: URL): URL {
  const url = URL.parse(String(input), base?.href)
  if (!url) throw refused(`"${String(input).slice(0, 200)}" is not an address`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refused(`only http and https addresses are asked, not ${url.protocol}`)
  if (url.username || url.password)
    throw refused(`a user name or password does not belong into the address of ${url.host}`)
  return url
}

function allowList(entries: readonly string[]) {
  return entries.map(entry => {
    const allowed = parseAllowed(entry)
    if (!allowed) throw refused(`"${entry}" is not a host, host:port or network`)
    return allowed
  })
}

/** One door for checked certificates and one for unchecked, each opened when first needed. */
function doorsOf(rule: Rule, policy: Policy, lookup: Lookup | undefined) {
  const opened = new Map<boolean, Door>()
  return (verifyTls: boolean): Door => {
    const known = opened.get(verifyTls)
    if (known) return known
    const door = openDoor({ rule, verifyTls, keepAlive: policy.trust === 'admin', lookup })
    opened.set(verifyTls, door)
    return door
  }
}

const refused = (text: string) => new RemoteError(text, { permanent: true, status: 'refused' })

/** The one reason under the layers of a failed fetch, in words. */
function failureOf(error: unknown, url: URL): RemoteError {
  const cause = deepest(error)
  if (cause instanceof RefusedAddress) return refused(cause.message)

  const code = (cause as { code?: string }).code ?? ''
  return new RemoteError(sentences[code]?.(url) ?? `${url.host}: ${reasonOf(cause)}`, {
    status: code || undefined,
    cause,
  })
}

const sentences: Record<string, (url: URL) => string> = {
  ECONNREFUSED: url => `${url.host} refuses the connection`,
  ECONNRESET: url => `${url.host} broke off the connection`,
  UND_ERR_SOCKET: url => `${url.host} broke off the connection`,
  ENOTFOUND: url => `the host ${url.hostname} is not known`,
  EAI_AGAIN: url => `the host ${url.hostname} cannot be looked up at the moment`,
  EHOSTUNREACH: url => `${url.host} cannot be reached`,
  ENETUNREACH: url => `${url.host} cannot be reached`,
  UND_ERR_CONNECT_TIMEOUT: url => `${url.host} does not take the connection`,
  CERT_HAS_EXPIRED: url => `the certificate of ${url.host} has expired`,
  DEPTH_ZERO_SELF_SIGNED_CERT: url => `the certificate of ${url.host} is self-signed`,
  SELF_SIGNED_CERT_IN_CHAIN: url => `the certificate of ${url.host} is self-signed`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: url =>
    `the certificate of ${url.host} is from an unknown issuer`,
  ERR_TLS_CERT_ALTNAME_INVALID: url => `the certificate of ${url.host} is for another name`,
}

function deepest(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length) return deepest(error.errors[0])
  return error instanceof Error && error.cause instanceof Error ? deepest(error.cause) : error
}
