import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { writeMeta } from '#lib/intake/blueox/meta.ts'
import { writeMessage } from '#lib/msgpack/write.ts'
import { anEvent, openCollector } from '#tests/lib/intake/blueox/collector.ts'
import { until } from '#tests/until.ts'

/** Signatures and greetings of older libraries (RFC 15 and 23): those of BlueOx's time. */
const SIGNATURE = Buffer.from('ff00000000000000017f', 'hex')
const [PUSH, SUB, REQ] = [8, 2, 3]
const MORE = 1

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
async function collector() {
  const opened = await openCollector()
  open.push(opened)
  return opened
}

/** A raw connection; what is said on it is kept. */
function dial(port: number) {
  const socket: Socket = connect(port, '127.0.0.1')
  let said: Buffer = Buffer.alloc(0)
  socket.on('data', data => {
    said = Buffer.concat([said, data])
  })
  open.unshift({ close: () => socket.destroy() })
  return { write: (...bytes: Buffer[]) => socket.write(Buffer.concat(bytes)), said: () => said }
}

const frame = (bytes: Buffer, flags = 0) => Buffer.concat([Buffer.of(flags, bytes.length), bytes])

/** A greeting of ZMTP 3.0, with NULL security, and its READY. */
const greeting30 = Buffer.concat([
  ...[SIGNATURE, Buffer.of(3, 0), Buffer.from('NULL'), Buffer.alloc(16), Buffer.alloc(32)],
])
const ready30 = (kind: string) => {
  const name = Buffer.from('Socket-Type')
  const length = Buffer.of(0, 0, 0, kind.length)
  const property = [Buffer.of(name.length), name, length, Buffer.from(kind)]
  return frame(Buffer.concat([Buffer.of(5), Buffer.from('READY'), ...property]), 4)
}

/** Speaks 3.0 or 2.0, each side waiting for the other as the protocol has it. */
async function shakeHands(port: number, version: '3.0' | '2.0', kind: 'PUSH' | 'SUB' | 'REQ') {
  const line = dial(port)
  if (version === '3.0') {
    line.write(greeting30)
    await until(() => line.said().length >= 64)
    line.write(ready30(kind))
    await until(() => line.said().length > 64)
  } else {
    line.write(SIGNATURE)
    await until(() => line.said().length >= SIGNATURE.length)
    line.write(Buffer.of(1, { PUSH, SUB, REQ }[kind]))
    await until(() => line.said().length >= SIGNATURE.length + 2)
    // An identity, which is empty.
    line.write(frame(Buffer.alloc(0)))
  }
  return line
}

describe.each(['3.0', '2.0'] as const)('a client that speaks ZMTP %s', version => {
  test('pushes an event', async () => {
    const { port, taken } = await collector()
    const line = await shakeHands(port, version, 'PUSH')
    const { type, host, id } = anEvent()
    const head = writeMeta({ type, host, end: 1 })
    const long = Buffer.alloc(9)
    long[0] = MORE | 2
    long.writeBigUInt64BE(BigInt(head.length), 1)
    line.write(long, head, frame(writeMessage({ id, body: { foo: true } })))
    const [one] = await until(() => (taken.length > 0 ? taken : null))
    expect(one?.event).toMatchObject({ type, host, id, traits: '{"foo":true}' })
  })

  test('asks the control port', async () => {
    const { control, port } = await collector()
    const line = await shakeHands(control, version, 'REQ')
    line.write(frame(Buffer.alloc(0), MORE), frame(writeMessage({ cmd: 'SOCK_COLLECT' })))
    await until(() => line.said().includes(writeMessage({ port })))
  })

  test('subscribes by a message that begins with 1', async () => {
    const { stream, store } = await collector()
    const line = await shakeHands(stream, version, 'SUB')
    line.write(frame(Buffer.from('\u0001req')))
    // A subscription takes effect some time after it was made.
    await until(() => {
      store([anEvent({ type: 'other' }), anEvent({ type: 'request' })])
      return line.said().includes('request')
    })
    expect(line.said().includes('other')).toBe(false)
  })
})
