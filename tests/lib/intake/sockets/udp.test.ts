import { createSocket } from 'node:dgram'
import { expect, test } from 'vitest'
import { dropsIn } from '#lib/intake/sockets/lost.ts'
import { listenUdp } from '#lib/intake/sockets/udp.ts'
import { until } from '#tests/until.ts'

const place = { what: 'a test', host: '127.0.0.1', port: 0 }

test('datagrams come with the address of their sender', async () => {
  const seen: string[] = []
  const listener = await listenUdp({
    ...place,
    onDatagram: (bytes, address) => void seen.push(`${address} ${bytes}`),
    onBroken: () => {},
    onLost: () => {},
  })
  const socket = createSocket('udp4')
  socket.send('one', listener.port, '127.0.0.1')
  socket.send('two', listener.port, '127.0.0.1')
  await until(() => seen.length === 2)
  expect(seen.sort()).toEqual(['127.0.0.1 one', '127.0.0.1 two'])
  socket.close()
  await listener.close()
})

test('a datagram that cannot be read costs no other', async () => {
  const seen: string[] = []
  const listener = await listenUdp({
    ...place,
    onDatagram(bytes) {
      if (bytes.length === 3) throw new Error('bad')
      seen.push(`${bytes}`)
    },
    onBroken: (address, error) => void seen.push(`${address} ${error}`),
    onLost: () => {},
  })
  const socket = createSocket('udp4')
  socket.send('one', listener.port, '127.0.0.1')
  socket.send('after', listener.port, '127.0.0.1')
  await until(() => seen.length === 2)
  expect(seen.sort()).toEqual(['127.0.0.1 Error: bad', 'after'])
  socket.close()
  await listener.close()
})

test('a taken port is told in one sentence', async () => {
  const options = { ...place, onDatagram: () => {}, onBroken: () => {}, onLost: () => {} }
  const listener = await listenUdp(options)
  await expect(listenUdp({ ...options, port: listener.port })).rejects.toMatchObject({
    name: 'UserError',
    message: `Cannot listen for a test on 127.0.0.1:${listener.port}: the port is taken.`,
  })
  await listener.close()
})

test.skipIf(process.platform !== 'linux')(
  'what comes faster than it is read is counted, none without a trace',
  async () => {
    const sent = 20_000
    let seen = 0
    let lost = 0
    const listener = await listenUdp({
      ...place,
      onDatagram: () => void seen++,
      onBroken: () => {},
      onLost(count) {
        lost += count
      },
    })
    const socket = createSocket('udp4')
    const datagram = Buffer.alloc(4_000)
    // Sent within one turn of the event loop, which is the one that would read them.
    const sending = Array.from(
      { length: sent },
      () =>
        new Promise<void>((resolve, reject) =>
          socket.send(datagram, listener.port, '127.0.0.1', error =>
            error ? reject(error) : resolve(),
          ),
        ),
    )
    await Promise.all(sending)
    await until(() => seen > 0)
    socket.close()
    await until(async () => {
      const before = seen
      await new Promise(resolve => setImmediate(resolve))
      return seen === before
    })
    await listener.close()
    expect(seen + lost).toBe(sent)
  },
)

test("the system's table names what was lost at a port", () => {
  const table = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  301: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 52334 2 0000000000000000 17
  302: 00000000:1F90 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 52335 2 0000000000000000 5
`
  expect(dropsIn(table, 0x158a)).toBe(17)
  expect(dropsIn(table, 0x58a)).toBe(0)
})
