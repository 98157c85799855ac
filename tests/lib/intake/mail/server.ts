import { createRequire } from 'node:module'
import type { AddressInfo, Server, Socket } from 'node:net'

interface Hoodiecrow {
  server: Server
  folderCache: Record<string, { messages: { flags: string[]; raw: string }[] }>
  appendMessage(mailbox: string, flags: string[], date: Date, raw: string): void
  listen(port: number, host: string, listening: () => void): void
  close(closed: () => void): void
}
const hoodiecrow: (options: object) => Hoodiecrow = createRequire(import.meta.url)(
  'hoodiecrow-imap',
)

/** An IMAP server in this process that holds the given mails in its inbox; the user is testuser, with testpass. */
export async function imapServer(mails: string[] = []) {
  const messages = mails.map(raw => ({ raw, flags: [] }))
  const server = hoodiecrow({ plugins: ['IDLE', 'ID'], storage: { INBOX: { messages } } })
  const sockets = new Set<Socket>()
  server.server.on('connection', socket => void sockets.add(socket))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo

  return {
    url: new URL(`imap://testuser:testpass@127.0.0.1:${port}`),
    /** What is in the inbox, as it came, and how it is marked. */
    inbox: () =>
      (server.folderCache.INBOX?.messages ?? []).map(({ raw, flags }) => ({ raw, flags })),
    deliver: (raw: string) => server.appendMessage('INBOX', [], new Date(), raw),
    hangUp() {
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>(resolve => server.close(resolve))
    },
  }
}
