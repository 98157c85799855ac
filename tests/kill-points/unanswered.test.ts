import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Push } from 'zeromq'
import { writeMeta } from '#lib/intake/blueox/meta.ts'
import { writeMessage } from '#lib/msgpack/write.ts'
import { freshDatabase } from '#tests/database.ts'
import { newFolder } from '#tests/flows/product.ts'
import type { Known, Point } from '#tests/kill-points/point.ts'
import { victim } from '#tests/kill-points/victim.ts'
import { storedIn } from '#tests/lib/relay/stored.ts'
import { ownHost } from '#tests/listeners.ts'
import { until } from '#tests/until.ts'

const host = ownHost()
const PORTS = { SYSLOG: 18_895, STATSD: 18_896, BLUEOX: 18_897, CONTROL: 18_898 }

let database: Awaited<ReturnType<typeof freshDatabase>>
let intake: ReturnType<typeof victim>
beforeAll(async () => {
  database = await freshDatabase()
  const ports = Object.entries(PORTS).map(([name, port]) => [`BELFRY_INTAKE_${name}`, String(port)])
  const off = ['HTTP', 'TCP', 'UDP'].map(name => [`BELFRY_INTAKE_${name}`, 'off'])
  intake = victim({
    module: 'lib/roles/main.ts',
    args: ['intake'],
    env: {
      ...Object.fromEntries([...ports, ...off]),
      ...{ BELFRY_HOST: host, DATABASE_URL: database.url, BELFRY_DATA: newFolder() },
    },
  })
  await intake.start()
})
afterAll(async () => {
  await intake?.kill()
  await database?.close()
})

async function sendLine(port: number, line: string) {
  const socket = connect(port, host).on('error', () => {})
  await once(socket, 'connect')
  await new Promise(resolve => socket.end(`${line}\n`, () => resolve(null)))
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

let events = 0
const INPUTS: Record<string, Input> = {
  'syslog over TCP': {
    send: () => sendLine(PORTS.SYSLOG, '<11>app: it failed'),
    counted: async () => (await storedIn(database.pool)).errors,
    writes: { writes: ['signature'] },
  },
  'StatsD over TCP': {
    send: () => sendLine(PORTS.STATSD, 'hits:1|c'),
    counted: async () => (await storedIn(database.pool)).hits,
    writes: { writes: ['metric_minute'] },
  },
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
