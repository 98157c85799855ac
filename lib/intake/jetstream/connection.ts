import {
  type Consumer,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { readServers } from '#lib/intake/jetstream/servers.ts'
import { prepareStream, readWaiting, type Waiting } from '#lib/intake/jetstream/stream.ts'

const RECONNECT_MS = 250
/** A server that does not answer is away as well; the election of another takes less. */
const ANSWER_MS = 5_000
/** A connection on which nothing comes any more is given up after two of these. */
const PING_MS = 5_000
/** As servers are set up that nobody has told otherwise. */
const PAYLOAD_BYTES = 1024 * 1024

/** What there is while the stream can be reached. */
export interface Open {
  js: JetStreamClient
  jsm: JetStreamManager
  consumer: Consumer
}

export interface Connection {
  /** Sees to it that there is a connection, and the stream. Answers what waits there. Rejects with what hinders that. */
  keep(): Promise<Waiting>
  /** undefined while there is no connection */
  current(): Open | undefined
  close(): Promise<void>
}

/** Connects to the servers of `NATS_URL` when it is asked to, and again by itself when the connection breaks. */
export function openConnection(url: string): Connection {
  const options = readServers(url)
  let connection: NatsConnection | undefined
  let open: Open | undefined
  let isUp = false

  async function dial(): Promise<NatsConnection> {
    const dialled = await connect({
      ...options,
      name: 'belfry',
      timeout: ANSWER_MS,
      pingInterval: PING_MS,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_MS,
      ignoreAuthErrorAbort: true,
    })
    isUp = true
    void follow(dialled)
    return dialled
  }

  async function follow(followed: NatsConnection) {
    for await (const { type } of followed.status()) {
      if (type === 'disconnect' || type === 'close') isUp = false
      if (type === 'reconnect') isUp = true
    }
  }

  async function prepare(on: NatsConnection): Promise<Open> {
    if ((on.info?.max_payload ?? 0) < PAYLOAD_BYTES)
      throw new Error(`max_payload of the server is below ${PAYLOAD_BYTES} bytes`)
    const js = jetstream(on, { timeout: ANSWER_MS })
    const jsm = await jetstreamManager(on, { timeout: ANSWER_MS })
    return { js, jsm, consumer: await prepareStream(js, jsm, options.servers.length) }
  }

  return {
    async keep() {
      if (!connection || connection.isClosed()) {
        open = undefined
        connection = await dial()
      }
      if (!isUp) throw new Error('no connection')
      open ??= await prepare(connection)
      return await readWaiting(open.jsm).catch(error => {
        // Somebody may have taken the stream, or its consumer, away.
        open = undefined
        throw error
      })
    },
    current: () => (isUp ? open : undefined),
    async close() {
      // What was told last is still on its way.
      if (isUp) await connection?.flush().catch(() => {})
      await connection?.close()
    },
  }
}
