import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'undici'
import { makeLoad } from '#bench/metrics/load.ts'
import { randomFrom } from '#bench/parts/random.ts'
import { RATES } from '#bench/soak/rates.ts'
import { orderEvents } from '#bench/streams/load.ts'

/** Sends everything at its rate until it is told to stop, then tells how much it sent: `SYSLOG STATSD HTTP KEY`. */
const STEP_MS = 100
const STEPS = 1_000 / STEP_MS
const ORDERS = RATES.events / STEPS / 5
const SHOPS = 10
const CONNECTIONS = 4

const [syslog = 0, statsd = 0, http = 0] = process.argv.slice(2, 5).map(Number)
const key = process.argv[5] ?? ''
const random = randomFrom(1)
const stopping = new AbortController()
const sent = { syslog: 0, statsd: 0, events: 0, refused: 0 }
process.once('message', () => stopping.abort())
process.once('disconnect', () => process.exit())

const updates = makeLoad('plain', RATES.statsd / STEPS, 1).updates.join('')

await Promise.all([
  stream(syslog, sent, 'syslog', logLines),
  stream(statsd, sent, 'statsd', () => updates),
  post(),
])
process.send?.(sent)

/** Sends a part every so often over TCP; what the other side does not take in time is waited for. */
async function stream(
  port: number,
  into: typeof sent,
  name: 'syslog' | 'statsd',
  part: () => string,
) {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  await everyStep(async () => {
    if (!socket.write(part())) await once(socket, 'drain')
    into[name] += RATES[name] / STEPS
  })
  await end(socket)
}

async function end(socket: Socket) {
  socket.end()
  await once(socket, 'close')
}

/** Messages of RFC 5424, octet-counted. */
function logLines(): string {
  const at = new Date().toISOString()
  let lines = ''
  for (let i = 0; i < RATES.syslog / STEPS; i++) {
    const kind = random(300)
    const line = `<131>1 ${at} host-${random(20)}.example.com program-${kind % 9} 100 - - step ${kind % 17} of order ${random(1e6)} failed after ${random(3_000)} ms in part-${kind}`
    lines += `${line.length} ${line}`
  }
  return lines
}

/** Five events of each of so many orders; an order is complete with the last. */
async function post() {
  const intake = new Pool(`http://127.0.0.1:${http}`, { connections: CONNECTIONS })
  let seed = 1
  await everyStep(async () => {
    const events = orderEvents(ORDERS, SHOPS, seed++)
    const { statusCode, body } = await intake.request({
      ...{ method: 'POST', path: '/events', body: JSON.stringify(events) },
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    })
    await body.dump()
    if (statusCode === 200) sent.events += events.length
    else sent.refused += events.length
  })
  await intake.close()
}

/** What is late is made up for, a step after the other. */
async function everyStep(work: () => Promise<void>) {
  const start = performance.now()
  for (let i = 1; !stopping.signal.aborted; i++) {
    await work()
    const waitMs = start + i * STEP_MS - performance.now()
    if (waitMs > 0) await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => {})
  }
}
