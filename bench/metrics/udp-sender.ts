import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Sends so many datagrams of one line each, at a rate: `PORT PER_SECOND COUNT`. What is late is not made up for at
 * once: that would be a burst that no sender of this rate sends.
 */
const MOST_AT_ONCE = 64
const METRICS = 1_000

const [port = 0, perSecond = 0, count = 0] = process.argv.slice(2).map(Number)
const lines = Array.from({ length: METRICS }, (_, i) =>
  Buffer.from(`udp.checkout.step${i}.total:1|c`),
)
const socket = createSocket('udp4')
socket.connect(port, '127.0.0.1')
await once(socket, 'connect')

let from = performance.now()
for (let sent = 0; sent < count; ) {
  const due = Math.floor(((performance.now() - from) / 1000) * perSecond) - sent
  const now = Math.min(due, MOST_AT_ONCE, count - sent)
  for (let i = 0; i < now; i++) socket.send(lines[(sent + i) % METRICS] as Buffer)
  sent += Math.max(now, 0)
  if (due > MOST_AT_ONCE) from += ((due - MOST_AT_ONCE) / perSecond) * 1000
  if (due < MOST_AT_ONCE) await delay(1)
  else await new Promise(setImmediate)
}
socket.close()
