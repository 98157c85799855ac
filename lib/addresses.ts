import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Where cloud providers serve credentials to a machine, outside of the link-local networks. */
const metadata = [
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  'fd00:ec2::/64',
  'fd20:ce::254/128',
  'fd00:42::42/128',
].map(network => ipaddr.parseCIDR(network))
/** What nobody may name, whatever the trust: nothing to monitor lives there, or credentials do. */
const closed = new Set(['linkLocal', 'multicast', 'broadcast', 'unspecified'])
const globalUnicast = ipaddr.parseCIDR('2000::/3')
const nat64 = ipaddr.parseCIDR('64:ff9b::/96')
/**
 * Networks whose addresses carry an IPv4 address from this byte on, to which a gateway may lead: 6to4 (RFC 3056), local
 * NAT64 (RFC 8215), IPv4-translated (RFC 2765), IPv4-compatible (RFC 4291).
 */
const carriers = (
  [
    ['2002::/16', 2],
    ['64:ff9b:1::/48', 12],
    ['::ffff:0:0:0/96', 12],
    ['::/96', 12],
  ] as const
).map(([network, at]) => ({ network: ipaddr.parseCIDR(network), at }))

/** Internet: everyone may ask there. Private: who an admin allows. Closed: nobody. */
export type Zone = 'internet' | 'private' | 'closed'

/** Which zone an IP address belongs to, by the address that is meant in the end (IPv4-mapped, NAT64). */
export function zoneOf(text: string): Zone {
  const address = meant(text)
  const range = address.range()
  if (isClosed(address) || carried(address).some(isClosed)) return 'closed'
  if (range !== 'unicast') return 'private'
  return address.kind() === 'ipv4' || address.match(globalUnicast) ? 'internet' : 'private'
}

const isClosed = (address: Address): boolean =>
  closed.has(address.range()) || metadata.some(network => isWithin(address, network))

const isWithin = (address: Address, network: [Address, number]) =>
  address.kind() === network[0].kind() && address.match(network)

/** The IPv4 address that an IPv6 address carries, if it does. */
function carried(address: Address): Address[] {
  if (address.kind() === 'ipv4' || address.range() === 'loopback') return []
  const carrier = carriers.find(({ network }) => isWithin(address, network))
  if (!carrier) return []
  return [ipaddr.fromByteArray(address.toByteArray().slice(carrier.at, carrier.at + 4))]
}

/** One entry of an allow list: `10.0.0.0/8`, `host`, `host:port`, `10.1.2.3`, `[fd00::1]:8080`. */
export interface Allowed {
  host: string | null
  network: [Address, number] | null
  port: number | null
}

/** Reads an entry of an allow list, or undefined when it is none. */
export function parseAllowed(entry: string): Allowed | undefined {
  if (ipaddr.isValidCIDR(entry)) return { host: null, network: ipaddr.parseCIDR(entry), port: null }
  if (ipaddr.isValid(entry)) return { host: null, network: single(entry), port: null }

  const [, name = '', port] = /^([^/@\s]+?)(?::(\d{1,5}))?$/.exec(entry) ?? []
  const url = URL.parse(`http://${name}`)
  if (!url?.hostname || url.port || url.pathname !== '/' || url.search || url.hash) return undefined
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return undefined

  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const isAddress = ipaddr.isValid(host)
  return {
    host: isAddress ? null : host,
    network: isAddress ? single(host) : null,
    port: port === undefined ? null : Number(port),
  }
}

/** Whether an allow list names this host, port and address really connected to. */
export function isAllowed(list: Allowed[], host: string, port: number, address: string): boolean {
  const ip = meant(address)
  const name = host.toLowerCase().replace(/\.$/, '')
  return list.some(entry => {
    if (entry.port !== null && entry.port !== port) return false
    if (entry.host !== null) return entry.host === name
    return (
      entry.network !== null && ip.kind() === entry.network[0].kind() && ip.match(entry.network)
    )
  })
}

function single(address: string): [Address, number] {
  const ip = meant(address)
  return [ip, ip.kind() === 'ipv4' ? 32 : 128]
}

/** The IPv4 address inside an IPv4-mapped or NAT64 one. */
function meant(text: string): Address {
  const address = ipaddr.process(text)
  if (address.kind() === 'ipv6' && address.match(nat64))
    return ipaddr.fromByteArray(address.toByteArray().slice(12))
  return address
}
