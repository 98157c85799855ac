import type { ListenerContext, OpenListener } from '#lib/intake/listener.ts'
import { hostAndPort } from '#lib/intake/sockets/address.ts'
import { listenTcp, type Stream } from '#lib/intake/sockets/tcp.ts'
import { listenUdp } from '#lib/intake/sockets/udp.ts'
import { openReceiver, type Receiver } from '#lib/intake/statsd/receiver.ts'
import type { Project } from '#lib/projects/schema.ts'

const LIMITS = { all: 2_000, ofOne: 200 }
/** A line without an end is none. */
const LINE_BYTES = 65_536
const NEWLINE = 0x0a

/** StatsD over UDP and TCP on one port. */
export const openStatsd: OpenListener = async context => {
  const { statsd: port } = context.env.intake
  if (port === null) return null

  const { host } = context.env
  const { metrics, directory, log } = context
  const receiverOf = receivers(context)
  const claiming = (address: string) => directory.claimedBy({ listener: 'statsd', address })
  const drop = (address: string, reason: 'overloaded' | 'too_large' | 'invalid', count = 1) =>
    metrics.drop(claiming(address), 'statsd', reason, count)

  const tcp = await listenTcp({
    ...{ what: 'StatsD over TCP', host, port, limits: LIMITS },
    open: address => openLines(text => receiverOf(claiming(address)).take(text, unixNow())),
    room: () => metrics.room(),
    onRefused: address => drop(address, 'overloaded'),
    onBroken(address, error) {
      log.warn({ err: error, address }, 'a connection that sent StatsD was ended')
      drop(address, 'too_large')
    },
  })
  const udp = await listenUdp({
    ...{ what: 'StatsD over UDP', host, port: tcp.port },
    onDatagram: (bytes, address) => receiverOf(claiming(address)).take(bytes.toString(), unixNow()),
    onBroken(address, error) {
      log.error({ err: error, address }, 'a datagram of StatsD could not be read')
      drop(address, 'invalid')
    },
    onLost: count => drop('', 'overloaded', count),
  }).catch(async (error: unknown) => {
    await tcp.close()
    throw error
  })
  return {
    line: `StatsD on ${hostAndPort(host, tcp.port)} (TCP and UDP)`,
    info: () => ({ statsd: { port: tcp.port, connections: tcp.connections() } }),
    close: async () => void (await Promise.all([tcp.close(), udp.close()])),
  }
}

const unixNow = () => Date.now() / 1000

/** One for each project as it stands; a change makes another object of it. */
function receivers({ metrics }: ListenerContext): (project: Project) => Receiver {
  const known = new WeakMap<Project, Receiver>()
  return project => {
    const receiver = known.get(project) ?? openReceiver(metrics, project)
    known.set(project, receiver)
    return receiver
  }
}

/** Gives on what ends with a newline; the end of a connection ends its last line. Throws when a line has none. */
function openLines(take: (text: string) => void): Stream {
  let rest: Buffer = Buffer.alloc(0)

  return {
    read(chunk) {
      const end = chunk.lastIndexOf(NEWLINE) + 1
      const whole = end === 0 ? chunk.subarray(0, 0) : chunk.subarray(0, end)
      if (end > 0)
        take(rest.length > 0 ? Buffer.concat([rest, whole]).toString() : whole.toString())
      const begun = chunk.subarray(end)
      rest = end === 0 && rest.length > 0 ? Buffer.concat([rest, begun]) : begun
      if (rest.length > LINE_BYTES) throw new Error('a line is too long')
      return end > 0 ? 1 : 0
    },
    end() {
      if (rest.length > 0) take(rest.toString())
    },
    isInside: () => rest.length > 0,
  }
}
