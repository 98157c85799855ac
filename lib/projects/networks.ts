import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Senders whose project is remembered; of more, those seen longest ago are looked up anew. */
const KEPT_ADDRESSES = 10_000

/** `10.1.2.3/16` as the network that is meant, `10.1.0.0/16`; a single address as the network of itself. */
export function networkOf(text: string): string {
  const [address, bits] = rangeOf(text)
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8))
    return byte & (0xff << (8 - kept))
  })
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`
}

/**
 * Whose networks an address is in. Of several the narrowest counts. What is no address is in none.
 * An IPv4 address is found whether it comes as such or mapped into IPv6.
 */
export function networkTable<T>(
  claims: Iterable<readonly [network: string, owner: T]>,
): (address: string) => T | undefined {
  const ranges = [...claims]
    .map(([network, owner]) => ({ range: rangeOf(network), owner }))
    .sort((a, b) => b.range[1] - a.range[1])
  if (ranges.length === 0) return () => undefined

  const known = new LRUCache<string, { owner: T | undefined }>({ max: KEPT_ADDRESSES })
  return text => {
    const found = known.get(text)
    if (found) return found.owner

    const address = ipaddr.isValid(text) ? ipaddr.process(text) : undefined
    const owner = address && ranges.find(({ range }) => isIn(address, range))?.owner
    known.set(text, { owner })
    return owner
  }
}

const isIn = (address: Address, [network, bits]: [Address, number]) =>
  address.kind() === network.kind() && address.match(network, bits)

function rangeOf(text: string): [Address, number] {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  const address = ipaddr.process(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
