import { serversOf } from '#lib/db/servers.ts'

/** After a failure: the first wait and the longest. Half of it is chance, so that processes do not come back all at once. */
const WAIT_MS = { least: 100, most: 2_000 }

/** The way to a database, shared by all connections of a process. */
export interface Way {
  /** The server to connect to; whoever got it tells how it went. Throws the last error again while another attempt is too early. */
  server(): Promise<string>
  reached(): void
  missed(error: unknown): void
}

interface Failure {
  error: unknown
  waitMs: number
  /** one looks again whether the database is back */
  isTrying: boolean
  until: number
}

/**
 * Finds the one server of several that takes writes. While there is none, one connection at a time looks for it, at growing
 * intervals, and the others are refused at once: a database that comes back is not met by all at the same
 * moment, and nobody waits for what is known. `probe` throws unless a server takes writes.
 */
export function openWay(url: string, probe: (server: string) => Promise<void>): Way {
  const servers = serversOf(url)
  let present = servers.length === 1 ? servers[0] : undefined
  let looking: Promise<string> | undefined
  let failure: Failure | undefined

  /** By all who ask at the same time. */
  function look(): Promise<string> {
    looking ??= Promise.any(servers.map(server => probe(server).then(() => server)))
      .catch((error: AggregateError) => {
        throw error.errors[0]
      })
      .finally(() => {
        looking = undefined
      })
    return looking
  }

  function missed(error: unknown) {
    if (servers.length > 1 && present !== undefined) {
      // Another one may have taken its place: the next attempt finds out.
      present = failure = undefined
      return
    }
    if (failure && performance.now() < failure.until) return
    const waitMs = Math.min((failure?.waitMs ?? WAIT_MS.least / 2) * 2, WAIT_MS.most)
    const until = performance.now() + waitMs * (0.5 + Math.random() / 2)
    failure = { error, waitMs, until, isTrying: false }
  }

  return {
    async server() {
      if (failure && (failure.isTrying || performance.now() < failure.until)) throw failure.error
      if (failure) failure.isTrying = true
      try {
        present ??= await look()
        return present
      } catch (error) {
        missed(error)
        throw error
      }
    },
    reached() {
      failure = undefined
    },
    missed,
  }
}
