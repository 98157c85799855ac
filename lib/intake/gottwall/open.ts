import { openCutter } from '#lib/intake/gottwall/pieces.ts'
import { openReceiver } from '#lib/intake/gottwall/receiver.ts'
import { openStream, readDatagram } from '#lib/intake/gottwall/stream.ts'
import type { ListenerContext, OpenListener } from '#lib/intake/listener.ts'
import { hostAndPort } from '#lib/intake/sockets/address.ts'
import { listenTcp } from '#lib/intake/sockets/tcp.ts'
import { listenUdp } from '#lib/intake/sockets/udp.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'

const LIMITS = { all: 2_000, ofOne: 200 }
/** No datagram is longer. */
const DATAGRAM_BYTES = 65_536

/** GottWall's conversation over TCP. */
export const openGottwallTcp: OpenListener = async context => {
  const { gottwallTcp: port } = context.env.intake
  if (port === null) return null

  const { directory, metrics, log } = context
  const receiver = openReceiver(context)
  const delimiters = settingsOf(context, ({ streamAuth }) => [streamAuth])
  const refuse = (reason: 'overloaded' | 'invalid') => {
    const project = directory.byId(DEFAULT_PROJECT)
    if (project) metrics.drop(project, 'gottwall', reason)
  }
  const listener = await listenTcp({
    ...{ what: 'GottWall over TCP', host: context.env.host, port, limits: LIMITS },
    open: (_, answer) =>
      openStream({
        ...{ receiver, delimiters, answer },
        tooLarge: project => metrics.drop(project, 'gottwall', 'too_large'),
      }),
    room: () => metrics.room(),
    onRefused: () => refuse('overloaded'),
    onBroken(address, error) {
      log.warn({ err: error, address }, 'a connection of a GottWall client was ended')
      refuse('invalid')
    },
  })
  return {
    line: `GottWall on ${hostAndPort(context.env.host, listener.port)} (TCP)`,
    info: () => ({ 'gottwall-tcp': { port: listener.port, connections: listener.connections() } }),
    close: () => listener.close(),
  }
}

/** GottWall's datagrams. */
export const openGottwallUdp: OpenListener = async context => {
  const { gottwallUdp: port } = context.env.intake
  if (port === null) return null

  const { directory, metrics, log } = context
  const receiver = openReceiver(context)
  // Its Python client ends the header of a datagram as that of a stream.
  const delimiters = settingsOf(context, ({ datagramAuth, streamAuth }) => [
    datagramAuth,
    streamAuth,
  ])
  const ofNobody = (reason: 'overloaded' | 'invalid', count = 1) => {
    const project = directory.byId(DEFAULT_PROJECT)
    if (project) metrics.drop(project, 'gottwall', reason, count)
  }

  function read(bytes: Buffer) {
    const parts = readDatagram(bytes, delimiters())
    if (!parts) return ofNobody('invalid')
    const sender = receiver.senderOf(parts.header)
    if (!sender) return
    const { chunk } = sender.project.settings.metrics.gottwall
    const cutter = openCutter(chunk, DATAGRAM_BYTES, () => {})
    for (const message of cutter.take(parts.rest)) sender.take(message)
    const last = cutter.rest()
    if (last) sender.take(last)
  }

  const listener = await listenUdp({
    ...{ what: 'GottWall over UDP', host: context.env.host, port },
    onDatagram: read,
    onBroken(address, error) {
      log.error({ err: error, address }, 'a datagram of GottWall could not be read')
      ofNobody('invalid')
    },
    onLost: count => ofNobody('overloaded', count),
  })
  return {
    line: `GottWall on ${hostAndPort(context.env.host, listener.port)} (UDP)`,
    info: () => ({ 'gottwall-udp': { port: listener.port } }),
    close: () => listener.close(),
  }
}

type GottwallSettings = ReturnType<
  ListenerContext['directory']['all']
>[number]['settings']['metrics']['gottwall']

/** What any project has set, computed anew when projects have changed. */
function settingsOf({ directory }: ListenerContext, read: (of: GottwallSettings) => string[]) {
  let known: ReadonlySet<string> | undefined
  directory.onChange(() => {
    known = undefined
  })
  return () => {
    known ??= new Set(directory.all().flatMap(({ settings }) => read(settings.metrics.gottwall)))
    return known
  }
}
