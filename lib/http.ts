import type { IncomingHttpHeaders } from 'node:http'
import { type Dispatcher, request } from 'undici'
import { parseAllowed } from '#lib/addresses.ts'
import { ACCEPTED_ENCODINGS, readBody, TooLong } from '#lib/body.ts'
import { anyHost, type Door, internetAnd, type Lookup, openDoor, type Rule } from '#lib/connect.ts'
import { RemoteError } from '#lib/failures.ts'
import { failureOf, refused } from '#lib/http-failure.ts'
import { afterRedirect, checkedUrl, isSameService, redirectOf } from '#lib/redirects.ts'

const DEFAULT_TIMEOUT_MS = 30_000
const DEFAULT_MAX_BYTES = 10 * 1024 * 1024
const MAX_REDIRECTS = 3

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
    const time = AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs)))
    const signal = ended ? AbortSignal.any([ended, time]) : time
    const start = checkedUrl(input)

    let url = start
    let current = init
    for (let hops = 0; ; hops++) {
      const door = (isSameService(start, url) ? doors.first : doors.elsewhere)(verifyTls)
      const answer = await exchange(door, url, { ...current, signal }, { timeoutMs, time, ended })
      const next = redirectOf(answer, url, init.redirect)
      if (!next) return answer
      if (hops === MAX_REDIRECTS)
        throw refused(`${start.host} redirects more than ${MAX_REDIRECTS} times`)
      current = afterRedirect(current, answer.status, isSameService(url, next))
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
  const method = (init.method ?? 'GET').toUpperCase() as Dispatcher.HttpMethod
  const { maxBytes = DEFAULT_MAX_BYTES } = init
  try {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: door.dispatcher,
      method,
      headers: Object.fromEntries(headersOf(init)),
      body: init.body instanceof URLSearchParams ? String(init.body) : (init.body ?? null),
      signal: init.signal ?? null,
    })
    const hasBody = method !== 'HEAD' && ![204, 205, 304].includes(statusCode)
    const bytes = await readBody(body, hasBody ? headers : {}, maxBytes)
    const response = complete(statusCode, headers, hasBody ? bytes : null, url)
    const end = url.protocol === 'https:' ? door.certificateEnds(url.origin) : undefined
    if (end) certificateEnds.set(response, end)
    return response
  } catch (error) {
    if (limits.ended?.aborted) throw limits.ended.reason
    if (limits.time.aborted)
      throw new RemoteError(`${url.host} did not answer within ${limits.timeoutMs} ms`, {
        status: 'timeout',
      })
    if (error instanceof TooLong)
      throw new RemoteError(`${url.host} answered with more than ${maxBytes} bytes`, {
        permanent: true,
        status: 'too large',
      })
    throw error instanceof RemoteError ? error : failureOf(error, url)
  }
}

function complete(
  status: number,
  headers: IncomingHttpHeaders,
  body: Uint8Array<ArrayBuffer> | null,
  url: URL,
): Response {
  if (status > 599) throw new RemoteError(`${url.host} answered with the status ${status}`)
  const list = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  )
  return new Response(body, { status, headers: list })
}

/** The headers as given, and those that go without saying. */
function headersOf({ headers: given, body }: GuardedInit): Headers {
  const headers = new Headers(given)
  const otherwise = (name: string, value: string) => {
    if (!headers.has(name)) headers.set(name, value)
  }
  otherwise('user-agent', 'Belfry')
  otherwise('accept', '*/*')
  otherwise('accept-encoding', ACCEPTED_ENCODINGS)
  if (typeof body === 'string') otherwise('content-type', 'text/plain;charset=UTF-8')
  if (body instanceof URLSearchParams)
    otherwise('content-type', 'application/x-www-form-urlencoded;charset=UTF-8')
  return headers
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
