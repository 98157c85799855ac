import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { text } from 'node:stream/consumers'

/** All that a request said, in the forms in which servers quote it. */
async function quoted(request: IncomingMessage): Promise<string> {
  const body = await text(request)
  const headers = request.rawHeaders.join(' ')
  const credentials = /^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const plain = Buffer.from(credentials, 'base64').toString()
  const all = [request.url, headers, body, plain, plain.split(':')[1]].join(' | ')
  return [all, encodeURIComponent(all), Buffer.from(all).toString('base64')].join(' | ')
}

/**
 * A server that says back all that it is sent: as the names of series below `/good`, and everywhere else as the reason of
 * a refusal.
 */
export async function openEcho() {
  const requests: string[] = []
  const server = createHttpServer(async (request, response) => {
    const said = await quoted(request)
    requests.push(said)
    if (!request.url?.startsWith('/good')) {
      const body = request.url?.includes('/api/v1/') ? { status: 'error', error: said } : said
      response.writeHead(request.url?.includes('/api/v1/') ? 422 : 403, { 'x-echo': 'yes' })
      return response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }
    const series = [{ target: said, datapoints: [[1, 60]] }]
    response.end(JSON.stringify(series))
  })
  const port = await listening(server)
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, requests, server }
}

/** A mail server that refuses every login, and quotes it. */
export async function openMailEcho() {
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.write('220 mail.example.com\r\n')
    socket.on('data', data => {
      const line = data.toString().trim()
      const words = line.split(' ')
      const plain = Buffer.from(words.at(-1) ?? '', 'base64')
        .toString()
        .replaceAll('\0', ' ')
      if (/^EHLO/i.test(line)) socket.write('250-mail.example.com\r\n250 AUTH PLAIN\r\n')
      else socket.write(`535 5.7.8 ${line} means ${plain.replace(/[\r\n]/g, ' ')}\r\n`)
    })
  })
  return { port: await listening(server), server }
}

function listening(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
