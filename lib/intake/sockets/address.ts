/** A peer's address as people write it: a socket for both families shows IPv4 ones as `::ffff:10.0.0.1`. */
export const plainAddress = (address: string | undefined): string =>
  address?.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : (address ?? '')

/** `127.0.0.1:5514`, `[::1]:5514` */
export const hostAndPort = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
