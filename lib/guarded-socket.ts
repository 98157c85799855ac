import { lookup } from 'node:dns'
import { isIP, Socket } from 'node:net'
import { anyHost, checked, RefusedAddress, type Rule } from '#lib/connect.ts'
import { RemoteError } from '#lib/failures.ts'

/**
 * A socket for drivers, connecting only to addresses that its rule allows: the check is on the address really
 * connected to, whatever its name was looked up as before. Refused, it breaks with a RefusedAddress.
 */
export class GuardedSocket extends Socket {
  readonly #rule: Rule

  constructor(rule: Rule = anyHost) {
    super()
    this.#rule = rule
  }

  connectTo(host: string, port: number): this {
    // No look-up is made for a literal address, so the check below would never see it.
    if (isIP(host) && !this.#rule(host, port, host))
      return this.destroy(new RefusedAddress(host, host))
    return super.connect({ host, port, lookup: checked(lookup, this.#rule, port) })
  }

  /** The driver of PostgreSQL connects by itself, to a port and a host or to a socket in the file system. */
  override connect(...target: unknown[]): this {
    const [port, host] = target
    return typeof host === 'string'
      ? this.connectTo(host, Number(port))
      : super.connect(...(target as [string]))
  }
}

/** A connection that stands. Rejects with what kept it from coming about. */
export function connected(
  socket: GuardedSocket,
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<GuardedSocket> {
  return new Promise((resolve, reject) => {
    const stop = () => void socket.destroy(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    socket.once('connect', () => {
      signal.removeEventListener('abort', stop)
      resolve(socket)
    })
    socket.on('error', reject)
    if (!socket.destroyed) socket.connectTo(host, port)
  })
}

/** The failure of a refused address, however deep a driver has wrapped it; undefined for any other. */
export function refusalIn(error: unknown): RemoteError | undefined {
  const { code, message, cause, originalError } = (error ?? {}) as Wrapped
  if (code === RefusedAddress.code)
    return new RemoteError(message ?? '', { permanent: true, status: 'refused' })
  return cause || originalError ? refusalIn(cause ?? originalError) : undefined
}

interface Wrapped {
  code?: string
  message?: string
  cause?: unknown
  originalError?: unknown
}
