import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** A server that takes things in, and may do something between having one and answering it. */
export interface Receiver {
  port: number
  received: string[]
  /** Before the next answer; afterwards answers follow at once again. */
  beforeAnswer(act: () => Promise<void>): void
  close(): Promise<void>
}

interface HttpReceiver extends Receiver {
  /** What is answered from now on. */
  status: number
}

/** The name of each delivery; nothing where none is given. */
export async function httpReceiver(): Promise<HttpReceiver> {
  const received: string[] = []
  const answering = nextOnly()
  const server = createServer(async (request, response) => {
    if ((await wholeOf(request)) === null) return
    received.push(String(request.headers['belfry-delivery'] ?? ''))
    await answering.next()
    response.writeHead(receiver.status).end('said')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const receiver: HttpReceiver = {
    received,
    status: 200,
    port: (server.address() as AddressInfo).port,
    beforeAnswer: answering.set,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}

/** The same of each mail. */
export async function smtpReceiver(): Promise<Receiver> {
  const received: string[] = []
  const answering = nextOnly()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, _, done) {
      const mail = await wholeOf(stream)
      if (mail === null) return
      received.push(/^Belfry-Delivery: (\S+)/im.exec(mail)?.[1] ?? '')
      await answering.next()
      done()
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    received,
    port: (server.server.address() as AddressInfo).port,
    beforeAnswer: answering.set,
    close: () => new Promise<void>(resolve => server.close(resolve)),
  }
}

/** Null when its sender was killed meanwhile. */
const wholeOf = (stream: Readable) => text(stream).catch(() => null)

/** Something that is done the next time, and only then. */
function nextOnly() {
  let act: (() => Promise<void>) | undefined
  return {
    set(next: () => Promise<void>) {
      act = next
    },
    async next() {
      const now = act
      act = undefined
      await now?.()
    },
  }
}
