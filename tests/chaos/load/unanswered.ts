import { createSocket } from 'node:dgram'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Push } from 'zeromq'
import { writeMeta } from '#lib/intake/blueox/meta.ts'
import type { KeyPair } from '#lib/intake/gottwall/signature.ts'
import { writeMessage } from '#lib/msgpack/write.ts'
import { DELIMITERS, gottwallHeader, hit } from '#tests/chaos/load/gottwall.ts'

const PAUSE_MS = 100
const AGAIN_MS = 500
/** What the errors of syslog say. */
export const OVER_UDP = 'killed for want of memory'
export const OVER_TCP = 'bad checksum in a frame of the sensor bus'

/** One input without an answer: what is counted of it is at most what was sent. */
export interface Stream {
  name: string
  sent(): number
  done: Promise<void>
}

interface Ports {
  host: string
  syslog: number
  statsd: number
  blueox: number
  gottwall: number
}

/** Sends by all inputs that have no answer until the signal aborts, each message once. */
export function openStreams(
  { host, syslog, statsd, blueox, gottwall }: Ports,
  keys: KeyPair,
  signal: AbortSignal,
): Stream[] {
  return [
    stream(
      'syslog over UDP',
      signal,
      datagrams(syslog, host, () => `<11>chaos: ${OVER_UDP}`),
    ),
    stream(
      'StatsD over UDP',
      signal,
      datagrams(statsd, host, () => 'chaos.udp:1|c'),
    ),
    stream(
      'syslog over TCP',
      signal,
      lines(syslog, host, () => `<11>chaos: ${OVER_TCP}\n`),
    ),
    stream(
      'StatsD over TCP',
      signal,
      lines(statsd, host, () => 'chaos.tcp:1|c\n'),
    ),
    stream(
      'GottWall over UDP',
      signal,
      datagrams(
        gottwall,
        host,
        () => gottwallHeader(keys) + DELIMITERS.datagram + hit('chaos.gottwall.udp'),
      ),
    ),
    stream(
      'GottWall over TCP',
      signal,
      lines(
        gottwall,
        host,
        () => hit('chaos.gottwall.tcp') + DELIMITERS.chunk,
        () => gottwallHeader(keys) + DELIMITERS.stream,
      ),
    ),
    stream('BlueOx over ZeroMQ', signal, blueoxEvents(blueox, host)),
  ]
}

interface Sender {
  /** Answers whether it was given away, to be lost or not. */
  send(number: number): Promise<boolean>
  close(): void
}

function stream(name: string, signal: AbortSignal, sender: Sender): Stream {
  let sent = 0
  async function run() {
    while (!signal.aborted) {
      if (await sender.send(sent)) sent++
      await delay(PAUSE_MS)
    }
    sender.close()
  }
  return { name, sent: () => sent, done: run() }
}

function datagrams(port: number, host: string, text: () => string): Sender {
  const socket = createSocket('udp4')
  socket.on('error', () => {})
  return {
    send: () =>
      new Promise(resolve => socket.send(text(), port, host, error => resolve(error === null))),
    close: () => socket.close(),
  }
}

/** Over one connection, and another one when it broke; each begins with the greeting. */
function lines(port: number, host: string, text: () => string, greeting = () => ''): Sender {
  let socket: Socket | undefined
  return {
    async send() {
      if (!socket || socket.destroyed) {
        await delay(AGAIN_MS)
        socket = connect(port, host).on('error', () => {})
        socket.resume().write(greeting())
      }
      // What does not fit waits in the socket, and is lost with it.
      if (socket.writableLength === 0) socket.write(text())
      else return false
      return true
    },
    close: () => void socket?.end(),
  }
}

function blueoxEvents(port: number, host: string): Sender {
  const socket = new Push({ sendHighWaterMark: 10, sendTimeout: 200, linger: 0 })
  socket.connect(`tcp://${host}:${port}`)
  return {
    async send(number) {
      const end = Date.now() / 1000
      const event = { type: 'chaos.blueox', id: `${number}`, end, body: { number } }
      const meta = writeMeta({ end, host: 'chaos', type: event.type })
      return socket.send([meta, writeMessage(event)]).then(
        () => true,
        () => false,
      )
    },
    close: () => socket.close(),
  }
}
