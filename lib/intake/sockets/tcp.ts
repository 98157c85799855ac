import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { plainAddress } from '#lib/intake/sockets/address.ts'
import { type ConnectionLimits, openAdmission } from '#lib/intake/sockets/admission.ts'
import { bound, type Place } from '#lib/intake/sockets/binding.ts'

/** A peer that is gone without a word is found out after about this time and its probes. */
const KEEP_ALIVE_MS = 60_000
const HANDSHAKE_MS = 10_000
/** Who needs longer for one message keeps its memory for nothing. */
const MESSAGE_MS = 60_000
const SWEEP_MS = 5_000

/** What is said back on one connection. */
export interface Answer {
  write(text: string): void
  /** says this as the last word and closes */
  end(text: string): void
}

/** What is read from one connection. */
export interface Stream {
  /** Takes bytes and answers how many messages they completed. What it throws ends this connection only. */
  read(chunk: Buffer): number
  /** The connection has ended, in whatever way but by `read`. */
  end(): void
  /** Whether a message has begun and not ended. */
  isInside(): boolean
}

export interface TcpOptions extends Place {
  tls?: TlsOptions
  limits: ConnectionLimits
  open(address: string, answer: Answer): Stream
  /** there while nothing is to be read, until it resolves */
  room(): Promise<void> | undefined
  /** a connection beyond the limits, or without a handshake that succeeded */
  onRefused(address: string, reason: string): void
  onBroken(address: string, error: unknown): void
}

export interface TcpListener {
  port: number
  connections(): number
  /** Lets go of all sockets; what has come of a message is given to its stream first. */
  close(): Promise<void>
}

interface Connection {
  socket: Socket
  stream: Stream
  /** when the last message was whole, by the monotonic clock */
  progressAt: number
}

/** Reads from all who connect, as long as there is room. Throws a UserError when it cannot be bound. */
export async function listenTcp(options: TcpOptions): Promise<TcpListener> {
  const admission = openAdmission(options.limits)
  const sockets = new Set<Socket>()
  const connections = new Set<Connection>()
  let isPaused = false

  const server = createServer(admit)
  const serveTls = options.tls && handshakes(options, serve)
  await bound(server, options, () => server.listen(options.port, options.host))
  const sweeping = setInterval(sweep, SWEEP_MS).unref()

  function admit(socket: Socket) {
    const address = plainAddress(socket.remoteAddress)
    // Errors of a socket are followed by its close.
    socket.on('error', () => {})
    const release = admission.admit(address)
    if (!release) {
      socket.destroy()
      return options.onRefused(address, 'too many connections')
    }
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      release()
    })
    if (serveTls) serveTls(socket)
    else serve(socket)
  }

  function serve(socket: Socket) {
    const address = plainAddress(socket.remoteAddress)
    const stream = options.open(address, answerOn(socket))
    const connection = { socket, stream, progressAt: performance.now() }
    connections.add(connection)
    socket.setKeepAlive(true, KEEP_ALIVE_MS)
    socket.on('error', () => {})
    socket.on('data', chunk => take(connection, chunk, address))
    socket.once('close', () => finish(connection))
    if (isPaused) socket.pause()
  }

  function take(connection: Connection, chunk: Buffer, address: string) {
    try {
      if (connection.stream.read(chunk) > 0 || !connection.stream.isInside())
        connection.progressAt = performance.now()
    } catch (error) {
      connections.delete(connection)
      connection.socket.destroy()
      options.onBroken(address, error)
    }
    heedRoom()
  }

  /** All pause at once: with many connections, a chunk of each would be much. */
  function heedRoom() {
    const room = isPaused ? undefined : options.room()
    if (!room) return
    isPaused = true
    for (const { socket } of connections) socket.pause()
    void room.finally(() => {
      isPaused = false
      for (const connection of connections) {
        connection.progressAt = performance.now()
        connection.socket.resume()
      }
    })
  }

  function finish(connection: Connection) {
    if (!connections.delete(connection)) return
    connection.stream.end()
    connection.socket.destroy()
  }

  function sweep() {
    const late = performance.now() - MESSAGE_MS
    for (const connection of connections)
      if (!isPaused && connection.progressAt < late && connection.stream.isInside())
        finish(connection)
  }

  return {
    port: (server.address() as AddressInfo).port,
    connections: () => admission.total(),
    async close() {
      clearInterval(sweeping)
      const closed = closing(server)
      for (const connection of connections) finish(connection)
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

const answerOn = (socket: Socket): Answer => ({
  write: text => void socket.write(text),
  end: text => void socket.end(text),
})

/** Hands a socket on once its handshake has succeeded. */
function handshakes({ tls, onRefused }: TcpOptions, serve: (socket: Socket) => void) {
  const server = createTlsServer({ ...tls, handshakeTimeout: HANDSHAKE_MS }, serve)
  server.on('tlsClientError', (error: Error, socket: Socket) => {
    onRefused(plainAddress(socket.remoteAddress), error.message)
    socket.destroy()
  })
  return (socket: Socket) => void server.emit('connection', socket)
}

const closing = (server: Server) => new Promise<void>(resolve => server.close(() => resolve()))
