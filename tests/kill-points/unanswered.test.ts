import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Push } from 'zeromq'
import { writeMeta } from '#lib/intake/blueox/meta.ts'
import { saltOf, sign } from '#lib/intake/gottwall/signature.ts'
import { writeMessage } from '#lib/msgpack/write.ts'
import { createProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { newFolder } from '#tests/flows/product.ts'
import { unnamed } from '#tests/kill-points/named.ts'
import type { Known, Point } from '#tests/kill-points/point.ts'
import { victim } from '#tests/kill-points/victim.ts'
import { storedIn } from '#tests/lib/relay/stored.ts'
import { ownHost } from '#tests/listeners.ts'
import { until } from '#tests/until.ts'

const host = ownHost()
const PORTS = {
  ...{ SYSLOG: 18_895, STATSD: 18_896, TCP: 18_899, UDP: 18_901, BLUEOX: 18_897, CONTROL: 18_898 },
}
const KEYS = { publicKey: '0123456789abcdef0123456789abcdef', privateKey: 'private' }

let database: Awaited<ReturnType<typeof freshDatabase>>
let intake: ReturnType<typeof victim>
beforeAll(async () => {
  database = await freshDatabase()
  await createProject({ name: 'shop' }, byAda, [KEYS])
  const ports = Object.entries(PORTS).map(([name, port]) => [`BELFRY_INTAKE_${name}`, String(port)])
  intake = victim({
    module: 'lib/roles/main.ts',
    args: ['intake'],
    env: {
      ...{ ...Object.fromEntries(ports), BELFRY_INTAKE_HTTP: 'off' },
      ...{ BELFRY_HOST: host, DATABASE_URL: database.url, BELFRY_DATA: newFolder() },
    },
  })
  await intake.start()
})
afterAll(async () => {
  await intake?.kill()
  await database?.close()
})

async function sendText(port: number, text: string) {
  const socket = connect(port, host).on('error', () => {})
  await once(socket, 'connect')
  await new Promise(resolve => socket.end(text, () => resolve(null)))
}

/** A conversation of GottWall's, all of which may be one datagram, too. */
function conversation() {
  const ts = Math.floor(Date.now() / 1000)
  const { signature } = sign(KEYS, saltOf(ts, 1_000))
  const message = JSON.stringify({ a: 'incr', n: 'hits', ts, v: 1 })
  return `GottWallS2 ${ts} ${signature} 1000 shop--stream-auth--${message}--chunk--`
}

async function sendDatagram() {
  const socket = createSocket('udp4')
  await new Promise(resolve => socket.send(conversation(), PORTS.UDP, host, resolve))
  socket.close()
}

async function sendEvent(n: number) {
  const socket = new Push({ linger: 60_000 })
  socket.connect(`tcp://${host}:${PORTS.BLUEOX}`)
  const event = { type: 'numbered', id: `${n}`, end: Date.now() / 1000, body: { n } }
  const meta = writeMeta({ end: event.end, host: 'app', type: event.type })
  await socket.send([meta, writeMessage(event)])
  socket.close()
}

interface Input {
  send(): Promise<void>
  counted(): Promise<number>
  writes: Known
}

const HITS = {
  counted: async () => (await storedIn(database.pool)).hits,
  writes: { writes: ['metric_minute'] },
}
let events = 0
const INPUTS: Record<string, Input> = {
  'syslog over TCP': {
    send: () => sendText(PORTS.SYSLOG, '<11>app: it failed\n'),
    counted: async () => (await storedIn(database.pool)).errors,
    writes: { writes: ['signature'] },
  },
  'StatsD over TCP': { send: () => sendText(PORTS.STATSD, 'hits:1|c\n'), ...HITS },
  'GottWall over TCP': { send: () => sendText(PORTS.TCP, conversation()), ...HITS },
  'GottWall over UDP': { send: sendDatagram, ...HITS },
  BlueOx: {
    send: () => sendEvent(events++),
    counted: async () => (await storedIn(database.pool)).numbers.length,
    writes: { writes: ['event'] },
  },
}

const POINTS = Object.keys(INPUTS).flatMap(name =>
  (['before', 'after'] as const).map((moment): [Point['moment'], string] => [moment, name]),
)

test.each(POINTS)(
  'killed %s the commit of what came by %s, which has no answer: nothing is counted twice, and what comes later is counted',
  async (moment, name) => {
    const { send, counted, writes } = INPUTS[name] as Input
    const before = await counted()
    await intake.aim({ moment, ...writes })
    await send()
    await intake.killed()
    const kept = moment === 'after' ? 1 : 0

    await intake.start()
    expect(await counted()).toBe(before + kept)
    await send()
    await until(async () => (await counted()) > before + kept)
    expect(await counted()).toBe(before + kept + 1)
  },
)

test('every step that it takes is named', () => {
  const known = Object.values(INPUTS).map(({ writes }) => writes)
  expect(unnamed(intake.effects(), known)).toEqual([])
})
