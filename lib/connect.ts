import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns'
import { isIP } from 'node:net'
import { TLSSocket } from 'node:tls'
import { Agent, buildConnector } from 'undici'
import { type Allowed, isAllowed, zoneOf } from '#lib/addresses.ts'

/** Idle connections are kept for bursts only: a longer idle one may meet a server that is just closing it. */
const KEEP_ALIVE_MS = 1_000
const MAX_ORIGINS_NOTED = 1_000

/** Decides whether one address may be connected to under a name and port. */
export type Rule = (host: string, port: number, address: string) => boolean

/** For what an admin typed: everything but link-local, metadata and the like. */
export const anyHost: Rule = (_host, _port, address) => zoneOf(address) !== 'closed'

/** For addresses that a script chose or a redirect gave: the Internet, and what an admin allowed. */
export const internetAnd =
  (allowed: Allowed[]): Rule =>
  (host, port, address) => {
    const zone = zoneOf(address)
    return zone === 'internet' || (zone === 'private' && isAllowed(allowed, host, port, address))
  }

export class RefusedAddress extends Error {
  static readonly code = 'REFUSED_ADDRESS'
  /** what drivers leave of an error that they wrap */
  readonly code = RefusedAddress.code

  constructor(host: string, address: string) {
    const where = host === address ? host : `${host} is at ${address}, which`
    const why =
      zoneOf(address) === 'closed' ? 'may not be asked by anyone' : 'is not a public address'
    super(`${where} ${why}`)
  }
}

export type Lookup = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void

interface DoorOptions {
  rule: Rule
  verifyTls: boolean
  /** off: a new connection for each request, so that its time tells of the whole way */
  keepAlive: boolean
  lookup?: Lookup
}

/** A way out that connects only to addresses its rule allows, and notes until when certificates hold. */
export interface Door {
  dispatcher: Agent
  /** until when the certificate of an origin (`https://host:port`) holds, as of its last connection */
  certificateEnds(origin: string): Date | undefined
}

export function openDoor({ rule, verifyTls, keepAlive, lookup = systemLookup }: DoorOptions): Door {
  const ends = new Map<string, Date>()

  const connect: buildConnector.connector = (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80)
    // No look-up is made for a literal address, so the check below would never see it.
    if (isIP(host) && !rule(host, port, host)) return callback(new RefusedAddress(host, host), null)

    const through = buildConnector({
      allowH2: false,
      rejectUnauthorized: verifyTls,
      lookup: checked(lookup, rule, port),
      // A resumed session carries no certificate.
      maxCachedSessions: 0,
    })
    through(options, (...[error, socket]) => {
      if (error) return callback(error, null)
      if (socket instanceof TLSSocket) note(ends, new URL(`https://${options.host}`).origin, socket)
      callback(null, socket)
    })
  }

  return {
    dispatcher: new Agent({
      connect,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      pipelining: keepAlive ? 1 : 0,
    }),
    certificateEnds: origin => ends.get(origin),
  }
}

/** A DNS look-up that gives only the addresses that may be connected to: what it gives is connected to. */
export function checked(lookup: Lookup, rule: Rule, port: number) {
  return (
    hostname: string,
    options: LookupOptions,
    callback: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
  ) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const allowed = addresses.filter(({ address }) => rule(hostname, port, address))
      const [first] = allowed
      if (!first) return callback(new RefusedAddress(hostname, addresses[0]?.address ?? ''), [])
      if (options.all) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}

function note(ends: Map<string, Date>, origin: string, socket: TLSSocket) {
  const end = new Date(socket.getPeerCertificate().valid_to)
  if (Number.isNaN(end.getTime())) return
  ends.delete(origin)
  ends.set(origin, end)
  const [oldest] = ends.keys()
  if (ends.size > MAX_ORIGINS_NOTED && oldest !== undefined) ends.delete(oldest)
}
