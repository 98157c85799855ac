import { UserError } from '#lib/failures.ts'
import type { ListenerContext, OpenListener } from '#lib/intake/listener.ts'
import { hostAndPort } from '#lib/intake/sockets/address.ts'
import { readCertificate } from '#lib/intake/sockets/certificate.ts'
import { listenTcp, type TcpOptions } from '#lib/intake/sockets/tcp.ts'
import { listenUdp } from '#lib/intake/sockets/udp.ts'
import { openReceiver, type Receiver } from '#lib/intake/syslog/receiver.ts'

/** A thousand hosts that keep a connection each; one that begins a message takes up to 128 KiB. */
const LIMITS = { all: 2_000, ofOne: 200 }
/** A free port for TCP may be taken for UDP. */
const TRIES = 10

/** Syslog over TCP and UDP on one port. */
export const openSyslog: OpenListener = async context => {
  const { syslog: port } = context.env.intake
  if (port === null) return null

  const receiver = openReceiver(context, 'syslog')
  const { tcp, udp } = await listenBoth(context, receiver, port)
  return {
    line: `syslog on ${hostAndPort(context.env.host, tcp.port)} (TCP and UDP)`,
    info: () => ({ syslog: { port: tcp.port, connections: tcp.connections() } }),
    close: async () => void (await Promise.all([tcp.close(), udp.close()])),
  }
}

/** Syslog over TLS (RFC 5425). */
export const openSyslogTls: OpenListener = async context => {
  const { syslogTls: port } = context.env.intake
  if (port === null) return null

  const tls = readCertificate(context.env.intake)
  const receiver = openReceiver(context, 'syslog-tls')
  const place = { what: 'syslog over TLS', host: context.env.host, port }
  const listener = await listenTcp({ ...streams(context, receiver), ...place, tls })
  return {
    line: `syslog over TLS on ${hostAndPort(context.env.host, listener.port)}`,
    info: () => ({ 'syslog-tls': { port: listener.port, connections: listener.connections() } }),
    close: () => listener.close(),
  }
}

async function listenBoth(context: ListenerContext, receiver: Receiver, port: number, tries = 1) {
  const { host } = context.env
  const place = { what: 'syslog over TCP', host, port }
  const tcp = await listenTcp({ ...streams(context, receiver), ...place })
  try {
    const udp = await listenUdp({
      what: 'syslog over UDP',
      host,
      port: tcp.port,
      onDatagram: receiver.datagram,
      onBroken: receiver.broken,
      onLost: receiver.lost,
    })
    return { tcp, udp }
  } catch (error) {
    await tcp.close()
    const isChosen = port !== 0 || !(error instanceof UserError && error.code === 'conflict')
    if (isChosen || tries === TRIES) throw error
    return listenBoth(context, receiver, port, tries + 1)
  }
}

type Streams = Pick<TcpOptions, 'limits' | 'open' | 'room' | 'onRefused' | 'onBroken'>

const streams = ({ intake }: ListenerContext, receiver: Receiver): Streams => ({
  limits: LIMITS,
  open: receiver.stream,
  room: () => intake.room(),
  onRefused: receiver.refused,
  onBroken: receiver.broken,
})
