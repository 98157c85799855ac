import { readFrames } from '#lib/intake/blueox/frames.ts'
import { serve } from '#lib/intake/blueox/serve.ts'
import { log } from '#lib/log.ts'
import { readMessage } from '#lib/msgpack/read.ts'
import type { Adapter, Result } from '#tests/golden/adapter.ts'
import { anEvent, openCollector } from '#tests/lib/intake/blueox/collector.ts'
import { type Frame, framesOf, speak } from '#tests/lib/intake/blueox/zmtp.ts'
import { until } from '#tests/until.ts'

const COMMAND = 4
/** An answer that is not there by then is none: the case fails with what was said. */
const LIMIT_MS = 30_000

/** What a recorded client said, said byte for byte to our sockets, and what they say to that. */
export const zmtp: Adapter['groups'] = {
  zmtp({ client_to_server_hex, server_to_client_hex, expected }) {
    const asked = Buffer.from(String(client_to_server_hex), 'hex')
    const answered = Buffer.from(String(server_to_client_hex), 'hex')
    const { server } = expected as { server: { frames: { properties?: Properties }[] } }
    const kind = server.frames[0]?.properties?.['Socket-Type']
    if (kind === 'PULL') return collected(asked, answered)
    return kind === 'REP' ? replied(asked, answered) : published(asked, answered)
  },
}

type Properties = Record<string, string>

async function collected(asked: Buffer, answered: Buffer): Promise<Result> {
  const collector = await openCollector()
  const { said, close } = await speak(collector.port, asked)
  await patiently(() => said().length >= answered.length && collector.taken.length > 0)
  close()
  await collector.close()
  const event = readFrames(messageIn(asked), 0)
  return {
    expected: [answered.toString('hex'), [event]],
    got: [said().toString('hex'), collector.taken.map(one => one.event)],
  }
}

async function replied(asked: Buffer, answered: Buffer): Promise<Result> {
  const [, reply = Buffer.alloc(0)] = messageIn(answered)
  const { port = 0 } = readMessage(reply) as { port?: number }
  const status = async () => ({ last: 0, lag: 0, events: {}, hosts: {} })
  const means = { streamPort: port, collectPort: port, status, shutdown: () => {} }
  const control = await serve({ host: '127.0.0.1', port: 0 }, means, log)
  const { said, close } = await speak(control.port, asked)
  await patiently(() => said().length >= answered.length)
  close()
  await control.close()
  return { expected: answered.toString('hex'), got: said().toString('hex') }
}

/** What JSON holds does not tell 10.0 from 10: the events are compared, and everything before them byte for byte. */
async function published(asked: Buffer, answered: Buffer): Promise<Result> {
  const collector = await openCollector()
  const { said, close } = await speak(collector.stream, asked)
  const [type = '', event = {}] = shown(messageIn(answered))
  const { id, host, pid, start, end, body } = event as Record<string, never>
  const stored = anEvent({ type, id, host, pid, start, at: end, traits: JSON.stringify(body) })
  // A subscription takes effect some time after it was sent.
  await patiently(() => {
    collector.store([stored])
    return messageIn(said()).length >= 2
  })
  close()
  await collector.close()
  const before = answered.indexOf(type)
  return {
    expected: [answered.toString('hex', 0, before), type, { ...event, type }],
    got: [said().toString('hex', 0, before), ...shown(messageIn(said()))],
  }
}

function patiently(condition: () => boolean): Promise<boolean> {
  const end = performance.now() + LIMIT_MS
  return until(() => condition() || performance.now() > end)
}

/** The frames of the first message. */
const messageIn = (bytes: Buffer): Buffer[] =>
  framesOf(bytes)
    .frames.filter(({ flags }: Frame) => (flags & COMMAND) === 0)
    .slice(0, 2)
    .map(frame => frame.bytes)

const shown = ([type, body]: Buffer[]): [string, object] => [
  String(type),
  readMessage(body ?? Buffer.alloc(0)) as object,
]
