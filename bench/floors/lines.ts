import { createServer } from 'node:net'

/** Reads a socket and splits it into lines, nothing else; tells the port, then how many there were. */
const LF = 0x0a

createServer(socket => {
  let lines = 0
  let rest = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let start = 0
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      bytes.toString('latin1', start, end)
      lines++
      start = end + 1
    }
    rest = Buffer.from(bytes.subarray(start))
  })
  socket.on('end', () => process.send?.({ lines }))
}).listen(0, '127.0.0.1', function (this: ReturnType<typeof createServer>) {
  process.send?.({ port: (this.address() as { port: number }).port })
})
process.once('disconnect', () => process.exit())
