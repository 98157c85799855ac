import { openSync, readSync } from 'node:fs'
import { connect } from 'node:net'

/** Sends a file over TCP as fast as it is taken, once it is told to: `FILE PORT`. */
const CHUNK_BYTES = 256 * 1024

const [file = '', port = ''] = process.argv.slice(2)
const descriptor = openSync(file, 'r')
const socket = connect(Number(port), '127.0.0.1', () => process.send?.('ready'))

process.once('message', send)
process.once('disconnect', () => process.exit())

function send() {
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    const length = readSync(descriptor, chunk)
    if (length === 0) return socket.end()
    if (!socket.write(chunk.subarray(0, length))) return void socket.once('drain', send)
  }
}
