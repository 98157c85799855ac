import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readNames } from '#lib/events/names.ts'
import { openBlueox } from '#lib/intake/blueox/open.ts'
import type { Listener } from '#lib/intake/listener.ts'
import { blueoxWay } from '#lib/projects/connect/blueox.ts'
import { placeOf } from '#lib/projects/connect/place.ts'
import { openWorld } from '#tests/lib/intake/world.ts'
import { until } from '#tests/until.ts'

const PYTHON = '/usr/bin/python3'
const run = promisify(execFile)

/** Sends events as BlueOx's clients do: `PORT STYLE JSON…`. */
const CLIENT = `
import json, struct, sys, zmq, msgpack
port, style = sys.argv[1:3]
sender = zmq.Context().socket(zmq.PUSH)
sender.connect('tcp://127.0.0.1:' + port)
for text in sys.argv[3:]:
    event = json.loads(text)
    names = event['host'].encode(), event['type'].encode()
    head = struct.pack('!Bd64p64p', 3, event['end'], *names)
    sender.send_multipart([head, msgpack.packb(event, use_bin_type=style == 'new')])
`

/** Asks the control port: `PORT COMMAND`; what is answered is printed. */
const CONTROL = `
import json, sys, zmq, msgpack
asker = zmq.Context().socket(zmq.REQ)
asker.connect('tcp://127.0.0.1:' + sys.argv[1])
asker.send(msgpack.packb({'cmd': sys.argv[2]}, use_bin_type=False))
print(json.dumps(msgpack.unpackb(asker.recv(), raw=False)))
`

/** Watches the live stream, as it is asked for at the control port: `PORT PREFIX`; prints what it sees. */
const VIEW = `
import json, sys, zmq, msgpack
context = zmq.Context()
asker = context.socket(zmq.REQ)
asker.connect('tcp://127.0.0.1:' + sys.argv[1])
asker.send(msgpack.packb({'cmd': 'SOCK_STREAM'}, use_bin_type=False))
port = msgpack.unpackb(asker.recv(), raw=False)['port']
stream = context.socket(zmq.SUB)
stream.connect('tcp://127.0.0.1:%d' % port)
stream.setsockopt(zmq.SUBSCRIBE, sys.argv[2].encode())
while True:
    name, data = stream.recv_multipart()
    event = msgpack.unpackb(data, raw=False)
    assert name.decode() == event['type']
    print(json.dumps(event), flush=True)
`

describe.skipIf(!process.env.BELFRY_TEST_BLUEOX)('programs as BlueOx has them', () => {
  let world: Awaited<ReturnType<typeof openWorld>>
  let listener: Listener
  const views: ChildProcess[] = []

  const open = async () => {
    const names = (projectId: number) => readNames(world.pool, projectId)
    return (await openBlueox({ ...world.context, names })) as Listener
  }
  beforeAll(async () => {
    world = await openWorld()
    listener = await open()
  })
  afterEach(() => {
    for (const view of views.splice(0)) view.kill('SIGKILL')
  })
  afterAll(async () => {
    await listener.close()
    await world.close()
  })

  const portOf = (which: 'port' | 'control') => String(listener.info?.().blueox?.[which])
  const send = (style: string, ...events: object[]) =>
    run(PYTHON, ['-c', CLIENT, portOf('port'), style, ...events.map(one => JSON.stringify(one))])
  const ask = async (command: string) =>
    JSON.parse((await run(PYTHON, ['-c', CONTROL, portOf('control'), command])).stdout)

  const end = Math.floor(Date.now() / 1000) - 30
  const event = (type: string, fields: object = {}) => ({
    ...{ id: '53724e00aabbccddeeff001122334455', type, host: 'web01.example.com', pid: 1234 },
    ...{ start: end - 0.25, end: end + 0.5 },
    body: { uri: '/größer', response: { status: 200 }, names: ['a', 'b'], none: null },
    ...fields,
  })

  async function stored(type: string) {
    const { rows } = await world.pool.query(
      `select e.project_id as project, e.id, h.name as host, e.pid, e.seconds, extract(epoch from e.at)::float8 as at, e.traits
       from event e join event_type t on t.id = e.type_id join event_host h on h.id = e.host_id where t.name = $1`,
      [type],
    )
    return rows
  }

  test.each(['old', 'new'])('events in the %s style are stored as they were', async style => {
    await send(style, event(`style.${style}`), event(`style.${style}.child`, { body: null }))
    await until(async () => (await stored(`style.${style}.child`)).length > 0)
    expect(await stored(`style.${style}`)).toEqual([
      {
        ...{ project: 1, id: '53724e00aabbccddeeff001122334455', host: 'web01.example.com' },
        ...{ pid: 1234, seconds: 0.75, at: end + 0.5, traits: event('').body },
      },
    ])
  })

  test('a thousand at once all come', async () => {
    const many = Array.from({ length: 1_000 }, (_, i) => event('many', { id: `${i}`, body: {} }))
    await send('old', ...many)
    await until(async () => (await stored('many')).length === 1_000)
  })

  test('the live stream shows what is stored, of the types asked for', async () => {
    const view = spawn(PYTHON, ['-c', VIEW, portOf('control'), 'shown'], { stdio: 'pipe' })
    views.push(view)
    let printed = ''
    view.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
    await until(() => Number(listener.info?.().blueox?.watchers) > 0)
    // A subscription takes effect some time after it was made.
    await until(async () => {
      await send('old', event('hidden'), event('shown.part'))
      return printed.includes('\n')
    })
    const [line = ''] = printed.split('\n')
    expect(JSON.parse(line)).toEqual(event('shown.part'))
  })

  test('the status tells types and hosts, after a restart too', async () => {
    await send('old', event('lasting'))
    await until(async () => (await stored('lasting')).length > 0)
    const status = await until(async () => {
      const told = await ask('STATUS')
      return told.events.lasting && told
    })
    expect(status.events.lasting).toEqual({ last: end + 0.5 })
    expect(status.hosts['web01.example.com']).toEqual({ last: end + 0.5 })
    expect(status.lag).toBeGreaterThan(20)

    await listener.close()
    listener = await open()
    const { last, events } = await ask('STATUS')
    expect(events.lasting.last).toBeGreaterThan(end)
    expect(last).toBeGreaterThan(end)
    expect(await ask('SOCK_COLLECT')).toEqual({ port: Number(portOf('port')) })
  })

  test('the lines that the project’s page shows send an event', async () => {
    const { env } = world.context
    const intake = { ...env.intake, blueox: Number(portOf('port')) }
    const project = { ...world.project, id: 1 }
    const way = blueoxWay({ project, publicKey: null, place: placeOf({ ...env, intake }, '') })
    expect(way.obstacle).toBeNull()
    await run(PYTHON, ['-c', way.steps.at(-1)?.lines ?? ''])
    await until(async () => (await stored('request')).length === 1)
    expect((await stored('request'))[0]).toMatchObject({ seconds: 0.25, traits: { user: 'ann' } })
  })

  test('who wants to shut it down is refused, and it goes on', async () => {
    expect(await ask('SHUTDOWN')).toEqual({ error: 'Not Allowed' })
    expect(await ask('NONSENSE')).toEqual({ error: 'Unknown Command' })
  })
})
