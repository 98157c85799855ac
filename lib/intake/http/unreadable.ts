import type { Duplex } from 'node:stream'

const REFUSALS: Record<string, [status: string, message: string]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not come in time.'],
}
const OTHER = ['400 Bad Request', 'This is no HTTP request.'] as const

/** Tells a sender what was wrong with something that Node's parser cannot read, and hangs up. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex) {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const [status, message] = REFUSALS[error.code ?? ''] ?? OTHER
  const body = JSON.stringify({ error: { code: 'invalid', message } })
  const head = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
