import { Socket } from 'node:net'
import pg from 'pg'
import { type Lookout, openLookout, type Session } from '#lib/db/lookout.ts'
import { addressOf, serversOf } from '#lib/db/servers.ts'
import { openWay, type Way } from '#lib/db/way.ts'

/** A busy server needs a while for a new session; one that is gone without a word would need minutes to be missed. */
const CONNECT_MS = 15_000
/** A silent peer is asked for a sign of life after this time, then each second; ten without an answer end the connection. */
const KEEP_ALIVE_MS = 10_000

/** What all connections of a process to one database share. */
interface Shared {
  way: Way
  lookout: Lookout
}

const shared = new Map<string, Shared>()

type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void)

/** The server is there and takes no writes: it follows another one, does not know yet that it leads, or was set so. */
class TakesNoWrites extends Error {
  readonly code = 'read_only'

  constructor(server: string, isStandby: boolean) {
    const why = isStandby ? 'it is a standby' : 'its default_transaction_read_only is on'
    super(`the database at ${addressOf(server)} takes no writes: ${why}`)
  }
}

/**
 * A connection to the one server that takes writes, of those that its connection string names. It ends when that server does
 * not know of it any more; while the database has just been found away, it is refused without an attempt.
 */
export class Connection extends pg.Client {
  readonly #shared: Shared | null
  readonly #socket: Socket
  #server: string

  /** `shared` is null for one that only looks what a server is. */
  constructor(config: pg.ClientConfig = {}, shared: Shared | null = sharedOf(config)) {
    const [server] = serversOf(config.connectionString ?? '')
    const socket = new Socket()
    super({
      ...config,
      connectionString: server,
      stream: () => socket,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    })
    this.#shared = shared
    this.#socket = socket
    this.#server = server
    // What is under way fails by itself; without a listener the process would end on top of that.
    this.on('error', () => {})
  }

  override connect(): Promise<pg.Client>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<pg.Client> | undefined {
    const reached = this.#reach()
    if (!callback) return reached
    const told = callback as (error: unknown, client?: pg.Client) => void
    reached.then(client => told(null, client), told)
  }

  async #reach(): Promise<pg.Client> {
    if (!this.#shared) {
      await this.#open()
      return this
    }
    const { way, lookout } = this.#shared
    const server = await way.server()
    try {
      this.#goTo(server)
      const session = await this.#open()
      this.once('end', lookout.watch(this.#watched(session)))
      way.reached()
      return this
    } catch (error) {
      way.missed(error)
      throw error
    }
  }

  #goTo(server: string) {
    if (server === this.#server) return
    this.#server = server
    const { hostname, port } = new URL(server)
    this.host = hostname.replace(/^\[|\]$/g, '')
    this.port = Number(port || 5432)
  }

  async #open(): Promise<Session> {
    const late = new Error(`the database at ${addressOf(this.#server)} does not answer`)
    const timer = setTimeout(
      () => this.#socket.destroy(Object.assign(late, { code: 'ETIMEDOUT' })),
      CONNECT_MS,
    )
    try {
      await super.connect()
      const { rows } = await this.query<Session & { isStandby: boolean; isReadOnly: boolean }>(
        SESSION,
      )
      const [session] = rows
      if (!session || session.isReadOnly)
        throw new TakesNoWrites(this.#server, session?.isStandby ?? false)
      return session
    } catch (error) {
      this.#socket.destroy()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  #watched(session: Session) {
    return {
      session,
      // Its type does not name what it keeps: false from a query to the end of its answer.
      isWaiting: () => (this as { readyForQuery?: boolean }).readyForQuery === false,
      bytesRead: () => this.#socket.bytesRead,
      cut: (error: Error) => void this.#socket.destroy(error),
    }
  }
}

/** A pooler tells a process number of its own, so the session itself says which one it has. */
const SESSION = `
  select pg_is_in_recovery() as "isStandby", current_setting('transaction_read_only')::boolean as "isReadOnly",
    pid, extract(epoch from backend_start)::text as "startedAt"
  from pg_stat_activity where pid = pg_backend_pid()`

function sharedOf({ connectionString: url = '' }: pg.ClientConfig): Shared {
  const known = shared.get(url)
  if (known) return known
  const opened = { way: openWay(url, probe), lookout: openLookout(pids => working(url, pids)) }
  shared.set(url, opened)
  return opened
}

async function probe(server: string): Promise<void> {
  const connection = new Connection({ connectionString: server }, null)
  await connection.connect()
  await connection.end()
}

async function working(url: string, sessions: readonly Session[]): Promise<readonly Session[]> {
  const connection = new Connection({ connectionString: url, application_name: 'belfry lookout' })
  await connection.connect()
  try {
    const { rows } = await connection.query<Session>(WORKING, [sessions.map(({ pid }) => pid)])
    return rows
  } finally {
    await connection.end()
  }
}

const WORKING = `
  select pid, extract(epoch from backend_start)::text as "startedAt" from pg_stat_activity
  where pid = any ($1) and state not like 'idle%'`
