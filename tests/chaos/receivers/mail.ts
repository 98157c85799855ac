import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import {
  type Arrival,
  type Manner,
  type Receiver,
  SLOW_MS,
} from '#tests/chaos/receivers/receiver.ts'

type Done = (error?: Error | null) => void

/** A mail server that takes mails. */
export async function openMailReceiver(): Promise<Receiver> {
  const arrivals: Arrival[] = []
  /** by the sender's port */
  const sockets = new Map<number, Socket>()
  let manner: Manner = 'well'

  async function take(stream: Readable, { remotePort }: SMTPServerSession, done: Done) {
    const begunAt = new Date()
    const [, id = ''] = /^Belfry-Delivery: (\S+)/im.exec(await text(stream)) ?? []
    const came = { id, at: performance.now(), begunAt, taken: false }
    arrivals.push(came)
    if (manner === 'slow') await delay(SLOW_MS)
    if (manner === 'failing') return done(new NotNow())
    if (manner === 'garbage') return void sockets.get(remotePort)?.end('\0\xffthis is no SMTP\r\n')
    if (manner === 'cutting') return void sockets.get(remotePort)?.destroy()
    if (manner === 'dead') return
    came.taken = true
    done()
  }

  const smtp = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS'], disableReverseLookup: true },
    onData(stream, session, done) {
      take(stream, session, done).catch(() => sockets.get(session.remotePort)?.destroy())
    },
  })
  smtp.on('error', () => {})
  // It has the sockets of others: its own are not to be had.
  const server = createServer(socket => {
    const port = socket.remotePort ?? 0
    sockets.set(port, socket)
    socket.on('error', () => {}).once('close', () => sockets.delete(port))
    smtp.server.emit('connection', socket)
  })
  const cutAll = () => {
    for (const socket of sockets.values()) socket.destroy()
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    type: 'email',
    config: {
      url: `smtp://127.0.0.1:${port}?ignoreTLS=true`,
      ...{ from: 'belfry@example.com', to: 'oncall@example.com' },
    },
    arrivals,
    manner(next) {
      manner = next
      if (next === 'well') cutAll()
    },
    async close() {
      server.close()
      cutAll()
      await once(server, 'close')
    },
  }
}

/** A refusal that asks for another try. */
class NotNow extends Error {
  responseCode = 451
}
