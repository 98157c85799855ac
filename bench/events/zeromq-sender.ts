import { readFileSync } from 'node:fs'
import { Push } from 'zeromq'
import type { Sent } from '#bench/events/load.ts'
import { writeMeta } from '#lib/intake/blueox/meta.ts'
import { readMessages } from '#lib/msgpack/read.ts'
import { writeMessage } from '#lib/msgpack/write.ts'

/** Pushes the events of a file as BlueOx's clients do, once it is told to: `FILE PORT`. */
const [file = '', port = ''] = process.argv.slice(2)
const messages = [...readMessages(readFileSync(file))].map(event => [
  writeMeta(event as Sent),
  writeMessage(event),
])
const socket = new Push()
socket.connect(`tcp://127.0.0.1:${port}`)

process.once('disconnect', () => process.exit())
process.once('message', async () => {
  for (const message of messages) await socket.send(message)
  process.send?.('done')
})
process.send?.('ready')
