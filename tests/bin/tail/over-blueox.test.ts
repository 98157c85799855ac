import { afterEach, expect, test } from 'vitest'
import { eventsOfBlueox } from '#bin/tail/over-blueox.ts'
import { serve } from '#lib/intake/blueox/serve.ts'
import { openStream } from '#lib/intake/blueox/stream.ts'
import { log } from '#lib/log.ts'
import { anEvent, openCollector } from '#tests/lib/intake/blueox/collector.ts'
import { until } from '#tests/until.ts'

const HOST = '127.0.0.1'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

/** What is seen of these events, which are shown again and again until something is. */
async function seen(type: string | undefined, types: string[]) {
  const collector = await openCollector()
  open.push(collector)
  const address = `127.0.0.1:${collector.control}`
  const events = eventsOfBlueox({ address, type, silenceMs: 1_000 })
  open.unshift({ close: () => events.return() })
  const found: unknown[] = []
  const reading = events.next().then(({ value }) => found.push(value))
  await until(() => {
    collector.store(types.map(type => anEvent({ type })))
    return found.length > 0
  })
  await reading
  return found[0]
}

test('events are seen as BlueOx shows them', async () => {
  expect(await seen(undefined, ['request'])).toEqual({
    ...{ id: 'tree', type: 'request', host: 'web01', pid: 12 },
    ...{ start: 1_400_000_000, end: 1_400_000_000.25, body: { foo: true } },
  })
})

test.each([
  ['a type alone is that type', 'request', 'request'],
  ['with a * it is all that begin so', 'request*', 'requests'],
])('%s', async (_, type, expected) => {
  expect(await seen(type, ['other', 'requests', 'request'])).toMatchObject({ type: expected })
})

test('one that falls silent is asked again where its stream is', async () => {
  const [silent, speaking] = [await openStream(HOST, log), await openStream(HOST, log)]
  let asked = 0
  const means = {
    get streamPort() {
      return asked++ === 0 ? silent.port : speaking.port
    },
    ...{ collectPort: null, shutdown: null },
    status: () => Promise.reject(new Error('nobody asks for it')),
  }
  const control = await serve({ host: HOST, port: 0 }, means, log)
  open.push(control, silent, speaking)
  const events = eventsOfBlueox({ address: `${HOST}:${control.port}`, silenceMs: 1_000 })
  open.unshift({ close: () => events.return() })
  let seen: unknown
  void events.next().then(({ value }) => {
    seen = value
  })
  await until(() => {
    speaking.publish([anEvent()])
    return seen
  })
  expect(seen).toMatchObject({ type: 'request' })
})

test('one that does not answer ends it with a sentence', async () => {
  const events = eventsOfBlueox({ address: '127.0.0.1:1', silenceMs: 100 })
  await expect(events.next()).rejects.toThrow('No control port of BlueOx answers at 127.0.0.1:1.')
})
