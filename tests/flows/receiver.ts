import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { WebhookBody } from '#alerts/webhook.ts'

export interface Received {
  headers: IncomingMessage['headers']
  body: WebhookBody
}

/** A web server on loopback that takes webhooks, and answers with `status` until told otherwise. */
export async function openReceiver() {
  const received: Received[] = []
  let status = 204
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as WebhookBody
    if (status < 300) received.push({ headers: request.headers, body })
    response.writeHead(status).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answerWith(next: number) {
      status = next
    },
    close: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}
