import { connect } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Push, Request, Subscriber } from 'zeromq'
import { writeMeta } from '#lib/intake/blueox/meta.ts'
import type { ListenerContext } from '#lib/intake/listener.ts'
import { readMessage } from '#lib/msgpack/read.ts'
import { writeMessage } from '#lib/msgpack/write.ts'
import { anEvent, openCollector } from '#tests/lib/intake/blueox/collector.ts'
import { until } from '#tests/until.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function collector(settings?: Parameters<typeof openCollector>[0]) {
  const opened = await openCollector(settings)
  open.push(opened)
  return opened
}

function sender(port: number) {
  const socket = new Push({ linger: 0 })
  open.unshift(socket)
  socket.connect(`tcp://127.0.0.1:${port}`)
  return socket
}

async function ask(port: number, request: unknown) {
  const socket = new Request({ linger: 0 })
  open.unshift(socket)
  socket.connect(`tcp://127.0.0.1:${port}`)
  await socket.send(request instanceof Buffer ? request : writeMessage(request))
  const [answer] = await socket.receive()
  return readMessage(answer ?? Buffer.alloc(0))
}

const head = (type = 'request') => writeMeta({ end: 1_400_000_000.25, host: 'web01', type })
const map = (fields: object = {}) =>
  writeMessage({
    ...{ id: 'tree', type: 'request', host: 'web01', pid: 12 },
    ...{ start: 1_400_000_000, end: 1_400_000_000.25, body: { foo: true } },
    ...fields,
  })

describe('collection', () => {
  test('an event is taken for the default project', async () => {
    const { port, taken } = await collector()
    await sender(port).send([head(), map()])
    await until(() => taken.length > 0)
    expect(taken).toEqual([{ project: 'default', event: anEvent() }])
  })

  test('a project that claims the listener gets it', async () => {
    const { port, taken } = await collector({ claims: { listeners: ['blueox'] } })
    await sender(port).send([head(), map()])
    await until(() => taken.length > 0)
    expect(taken).toMatchObject([{ project: 'shop' }])
  })

  test('what the map leaves out stands in the first frame; a body that could not be encoded is empty', async () => {
    const { port, taken } = await collector()
    const bare = { type: undefined, host: undefined, end: undefined, start: undefined, body: null }
    await sender(port).send([head(), map(bare)])
    const { event } = await until(() => taken[0])
    expect(event).toMatchObject({ type: 'request', host: 'web01', at: 1_400_000_000.25 })
    expect(event.traits).toBeNull()
  })

  test('what is no event is dropped, counted by its reason, and costs no other', async () => {
    const { port, taken, dropped } = await collector()
    const socket = sender(port)
    const version4 = Buffer.concat([Buffer.of(4), head().subarray(1)])
    for (const frames of [
      ['alone'],
      [head(), map(), 'a third'],
      [version4, map()],
      [head().subarray(1, 5).fill(3), map()],
      [head(), Buffer.of(0xc1)],
      [head(), writeMessage('no map')],
      [head(), map({ body: 7 })],
      [head(), map()],
    ])
      await socket.send(frames)
    await until(() => taken.length > 0)
    expect(dropped.map(({ reason }) => reason)).toEqual([
      ...['wrong_frames', 'wrong_frames', 'unknown_version', 'wrong_length'],
      ...['not_msgpack', 'not_msgpack', 'invalid'],
    ])
  })

  test('nothing is read while there is no room; then everything is', async () => {
    const { port, control, taken, gate } = await collector()
    const room = Promise.withResolvers<void>()
    gate.room = room.promise
    const socket = sender(port)
    for (let i = 0; i < 50; i++) await socket.send([head(), map({ id: `held ${i}` })])
    await ask(control, { cmd: 'STATUS' })
    // The one that it was waiting for already.
    expect(taken.length).toBeLessThanOrEqual(1)
    gate.room = undefined
    room.resolve()
    await until(() => taken.length === 50)
    expect(taken.at(-1)?.event.id).toBe('held 49')
  })

  test('a port that is taken is told with its number', async () => {
    const { port } = await collector()
    const second = openCollector({ env: { BELFRY_INTAKE_BLUEOX: `${port}` } })
    await expect(second).rejects.toThrow(
      `Cannot listen for events of BlueOx on 127.0.0.1:${port}: the port is taken.`,
    )
  })

  test('a frame that is too long ends its connection and no other', async () => {
    const { port, taken } = await collector()
    await sender(port).send([head(), Buffer.alloc(1024 * 1024 + 1)])
    await sender(port).send([head(), map()])
    await until(() => taken.length > 0)
    expect(taken).toHaveLength(1)
  })
})

describe('control', () => {
  test('tells the ports of the live stream and of the collection', async () => {
    const { control, port, stream } = await collector()
    expect(stream).toBeGreaterThanOrEqual(35_000)
    expect(stream).toBeLessThanOrEqual(36_000)
    expect(await ask(control, { cmd: 'SOCK_STREAM' })).toEqual({ port: stream })
    expect(await ask(control, { cmd: 'SOCK_COLLECT' })).toEqual({ port })
  })

  test('says so where nothing is collected', async () => {
    const { control, line } = await collector({ env: { BELFRY_INTAKE_BLUEOX: 'off' } })
    expect(line).toBe(`BlueOx’s control on 127.0.0.1:${control}`)
    expect(await ask(control, { cmd: 'SOCK_COLLECT' })).toEqual({ error: 'Not Collecting' })
  })

  test.each([
    ['a command that there is not', { cmd: 'BOGUS' }],
    ['no command', {}],
    ['no map', 'STATUS'],
    ['no MessagePack', Buffer.of(0xc1)],
    ['nothing', Buffer.alloc(0)],
  ])('%s is answered as an error', async (_, request) => {
    const { control } = await collector()
    expect(await ask(control, request)).toEqual({ error: 'Unknown Command' })
  })

  const stored = { types: new Map([['old', 100]]), hosts: new Map([['db1', 200]]) }

  test('the status tells what was stored for the project, and what is known from before', async () => {
    const { control, store } = await collector({ means: { names: async () => stored } })
    const at = Math.floor(Date.now() / 1000) - 2
    store([anEvent({ type: 'mine', at })])
    store([anEvent({ type: 'of another project', at })], 3)
    const status = (await ask(control, { cmd: 'STATUS' })) as { last: number; lag: number }
    expect(status).toEqual({
      ...{ last: expect.closeTo(at + 2, -1), lag: expect.any(Number) },
      events: { old: { last: 100 }, mine: { last: at } },
      hosts: { db1: { last: 200 }, web01: { last: at } },
    })
    expect(status.last - at).toBeCloseTo(status.lag, 3)
  })

  test('a store that does not answer costs the status only what it knows', async () => {
    const names = vi.fn(() => Promise.reject(new Error('away')))
    const { control, store } = await collector({ means: { names } })
    store([anEvent({ at: 1 })])
    expect(await ask(control, { cmd: 'STATUS' })).toMatchObject({
      events: { request: { last: 1 } },
    })
    names.mockImplementation(() => new Promise(() => {}))
    expect(await ask(control, { cmd: 'STATUS' })).toMatchObject({
      events: { request: { last: 1 } },
    })
    expect(names).toHaveBeenCalledTimes(2)
  })

  const allowed = { BELFRY_BLUEOX_SHUTDOWN: 'on' }
  test.each([
    ['is obeyed where it is allowed, on loopback', allowed, { ok: true }, 1],
    ['is refused where it is not allowed', {}, { error: 'Not Allowed' }, 0],
    [
      'is refused where others reach it',
      { ...allowed, BELFRY_HOST: '0.0.0.0' },
      { error: 'Not Allowed' },
      0,
    ],
  ])('SHUTDOWN %s', async (_, env, answer, times) => {
    const stop = vi.fn<NonNullable<ListenerContext['stop']>>()
    const { control } = await collector({ env, means: { stop } })
    expect(await ask(control, { cmd: 'SHUTDOWN' })).toEqual(answer)
    expect(await ask(control, { cmd: 'BOGUS' })).toEqual({ error: 'Unknown Command' })
    expect(stop).toHaveBeenCalledTimes(times)
  })
})

describe('live stream', () => {
  function watcher(port: number, prefix: string) {
    const socket = new Subscriber({ linger: 0 })
    open.unshift(socket)
    socket.connect(`tcp://127.0.0.1:${port}`)
    socket.subscribe(prefix)
    return socket
  }

  /** What comes first; a subscription takes effect some time after it was made. */
  async function firstOf(socket: Subscriber, publish: () => void) {
    const received: Buffer[][] = []
    void socket.receive().then(frames => received.push(frames))
    return until(() => {
      publish()
      return received[0]
    })
  }

  test('shows what is stored for the project, of the types asked for, as BlueOx has it', async () => {
    const { stream, store } = await collector()
    const [type, body] = await firstOf(watcher(stream, 'req'), () => {
      store([anEvent({ type: 'other' })])
      store([anEvent({ type: 'request', id: 'of another project' })], 3)
      store([anEvent({ type: 'request.sql' })])
    })
    expect(String(type)).toBe('request.sql')
    expect(readMessage(body ?? Buffer.alloc(0))).toEqual({
      ...{ id: 'tree', type: 'request.sql', host: 'web01', pid: 12 },
      ...{ start: 1_400_000_000, end: 1_400_000_000.25, body: { foo: true } },
    })
  })

  test('who watches is counted, also one who only connects and goes', async () => {
    const { stream, watchers } = await collector()
    const one = watcher(stream, '')
    await until(() => watchers() === 1)
    const raw = connect(stream, '127.0.0.1')
    await until(() => watchers() === 2)
    raw.destroy()
    one.close()
    await until(() => watchers() === 0)
  })

  test('thousands of events of one commit all come', async () => {
    const { stream, store } = await collector()
    const socket = watcher(stream, '')
    await firstOf(socket, () => store([anEvent({ type: 'first' })]))
    store(Array.from({ length: 5_000 }, (_, i) => anEvent({ id: `${i}` })))
    for (let count = 0; count < 5_000; ) {
      const [type] = await socket.receive()
      if (String(type) === 'request') count++
    }
  })
})
