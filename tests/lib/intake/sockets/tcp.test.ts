import { once } from 'node:events'
import { connect as connectTls } from 'node:tls'
import { expect, test } from 'vitest'
import { connected, listening } from '#tests/lib/intake/sockets/listening.ts'
import { certificate, key } from '#tests/servers.ts'
import { until } from '#tests/until.ts'

test('each connection is a stream of its own, and its end is told', async () => {
  const { listener, seen } = await listening()
  const [one, other] = [await connected(listener), await connected(listener)]
  one.end('one\n')
  other.end('other\n')
  await until(() => seen.streams.length === 2 && seen.streams.every(({ isEnded }) => isEnded))
  expect(seen.streams.map(({ text }) => text).sort()).toEqual(['one\n', 'other\n'])
  await listener.close()
})

test('what breaks ends its own connection and no other', async () => {
  const { listener, seen } = await listening()
  const [bad, good] = [await connected(listener), await connected(listener)]
  bad.write('!')
  await once(bad, 'close')
  expect(seen.broken).toHaveLength(1)
  good.end('still here\n')
  await until(() => seen.streams.some(({ text }) => text === 'still here\n'))
  await listener.close()
})

test.each([
  ['of one address', { all: 100, ofOne: 2 }],
  ['in all', { all: 2, ofOne: 100 }],
])(
  'connections beyond the limit %s are refused, and one that ends makes place',
  async (_, limits) => {
    const { listener, seen } = await listening({ limits })
    const first = await connected(listener)
    await connected(listener)
    const third = await connected(listener)
    await once(third, 'close')
    expect(seen.refused).toEqual(['too many connections'])

    first.destroy()
    await until(() => listener.connections() === 1)
    const fourth = await connected(listener)
    fourth.write('here\n')
    await until(() => seen.streams.some(({ text }) => text === 'here\n'))
    await listener.close()
  },
)

test('nothing is read while there is no room, from nobody, and everything afterwards', async () => {
  const gate = Promise.withResolvers<void>()
  let room: Promise<void> | undefined
  const { listener, seen } = await listening({ room: () => room })
  const [one, other] = [await connected(listener), await connected(listener)]
  room = gate.promise
  one.write('a\n')
  await until(() => seen.streams.some(({ text }) => text === 'a\n'))

  // Far more than the system's own buffers hold.
  const much = `${'x'.repeat(50_000_000)}\n`
  other.write(much)
  one.write('b\n')
  const late = await connected(listener)
  late.write('c\n')
  await until(() => seen.streams.length === 3)
  expect(seen.streams.map(({ text }) => text).sort()).toEqual(['', '', 'a\n'])

  room = undefined
  gate.resolve()
  await until(
    () => seen.streams.reduce((sum, { text }) => sum + text.length, 0) === much.length + 6,
  )
  await listener.close()
})

test('closing ends the streams and lets go of the port', async () => {
  const { listener, seen } = await listening()
  const socket = await connected(listener)
  socket.write('half')
  await until(() => seen.streams[0]?.text === 'half')
  await listener.close()
  expect(seen.streams[0]?.isEnded).toBe(true)

  const again = await listening({ port: listener.port })
  expect(again.listener.port).toBe(listener.port)
  await again.listener.close()
})

test('a taken port is told in one sentence', async () => {
  const { listener } = await listening()
  await expect(listening({ port: listener.port })).rejects.toMatchObject({
    name: 'UserError',
    message: `Cannot listen for a test on 127.0.0.1:${listener.port}: the port is taken.`,
  })
  await listener.close()
})

test('over TLS, a stream is what was encrypted, and who does not speak it is refused', async () => {
  const { listener, seen } = await listening({ tls: { cert: certificate, key } })
  const socket = connectTls({ port: listener.port, host: '127.0.0.1', ca: certificate })
  await once(socket, 'secureConnect')
  socket.end('secret\n')
  await until(() => seen.streams[0]?.isEnded)
  expect(seen.streams).toEqual([{ text: 'secret\n', isEnded: true }])

  const plain = await connected(listener)
  plain.write('not encrypted\n')
  await once(plain, 'close')
  expect(seen.refused).toHaveLength(1)
  expect(seen.streams).toHaveLength(1)
  await listener.close()
})

test('over TLS, the limits count connections before their handshake', async () => {
  const limits = { all: 1, ofOne: 1 }
  const { listener, seen } = await listening({ tls: { cert: certificate, key }, limits })
  await connected(listener)
  await until(() => listener.connections() === 1)
  const second = await connected(listener)
  await once(second, 'close')
  expect(seen.refused).toContain('too many connections')
  await listener.close()
})
