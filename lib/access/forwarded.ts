import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { type Allowed, isAllowed } from '#lib/addresses.ts'

/**
 * Leaves of a request's forwarded headers only what may be believed (`BELFRY_PROXIES`): all of them are
 * dropped unless a known proxy sent the request. Afterwards `x-forwarded-for` is the one address of
 * the client, and `host` the name it asked for.
 */
export function believeForwarded(headers: IncomingHttpHeaders, from: string, proxies: Allowed[]) {
  const isProxy = (address: string) => isIP(address) !== 0 && isAllowed(proxies, '', 0, address)
  const hops = textOf(headers['x-forwarded-for'])?.split(/\s*,\s*/) ?? []
  const host = textOf(headers['x-forwarded-host'])
  const believed = isProxy(from)

  for (const name of Object.keys(headers))
    if (name === 'forwarded' || name.startsWith('x-forwarded-')) delete headers[name]
  if (believed && host) headers.host = host
  headers['x-forwarded-for'] = believed ? (clientOf(hops, isProxy) ?? from) : from
}

/** Each proxy appends whom it saw; from the right, the first that is no proxy of ours is the client. */
const clientOf = (hops: string[], isProxy: (address: string) => boolean) =>
  hops.findLast(hop => isIP(hop) && !isProxy(hop))

const textOf = (value: string | string[] | undefined) =>
  Array.isArray(value) ? value.join(', ') : value
