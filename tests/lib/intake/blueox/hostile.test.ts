import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { writeMeta } from '#lib/intake/blueox/meta.ts'
import { readMessage } from '#lib/msgpack/read.ts'
import { writeMessage } from '#lib/msgpack/write.ts'
import { type Collector, openCollector } from '#tests/lib/intake/blueox/collector.ts'
import { framesOf, speak } from '#tests/lib/intake/blueox/zmtp.ts'
import { until } from '#tests/until.ts'

let collector: Collector
const lines: { close(): void }[] = []
afterEach(async () => {
  for (const line of lines.splice(0)) line.close()
  await collector.close()
})

const GREETING = `ff00000000000000017f03014e554c4c${'00'.repeat(48)}`
const ready = (kind: string) => {
  const name = `0b${Buffer.from('Socket-Type').toString('hex')}`
  const value = `000000${Buffer.of(kind.length).toString('hex')}${Buffer.from(kind).toString('hex')}`
  const command = `05${Buffer.from('READY').toString('hex')}${name}${value}`
  return `04${Buffer.of(command.length / 2).toString('hex')}${command}`
}
const hello = (kind: string) => Buffer.from(GREETING + ready(kind), 'hex')
const short = (bytes: Buffer, flags = 0) => Buffer.concat([Buffer.of(flags, bytes.length), bytes])
const long = (length: bigint, flags: number) => {
  const head = Buffer.alloc(9)
  head[0] = flags | 2
  head.writeBigUInt64BE(length, 1)
  return head
}

/** Says something without waiting for anything, until the other side hangs up or has heard it. */
async function shout(port: number, bytes: Buffer) {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  lines.push({ close: () => socket.destroy() })
  await once(socket, 'connect')
  await new Promise(resolve => socket.write(bytes, resolve))
}

/** An event is taken, a question is answered. */
async function expectService() {
  const before = collector.taken.length
  const head = writeMeta({ end: 1, host: 'web01', type: 'request' })
  const event = [long(BigInt(head.length), 1), head, short(writeMessage({ id: 'x' }))]
  lines.push(await speak(collector.port, Buffer.concat([hello('PUSH'), ...event])))
  await until(() => collector.taken.length > before)

  const question = [short(Buffer.alloc(0), 1), short(writeMessage({ cmd: 'SOCK_COLLECT' }))]
  const line = await speak(collector.control, Buffer.concat([hello('REQ'), ...question]))
  lines.push(line)
  const [, , answer] = await until(() => {
    const { frames } = framesOf(line.said())
    return frames.length === 3 ? frames : null
  })
  expect(readMessage(answer?.bytes ?? Buffer.alloc(0))).toEqual({ port: collector.port })
}

test.each([
  ['a request of HTTP', Buffer.from(`GET / HTTP/1.1\r\nHost: x\r\n\r\n${'x'.repeat(100)}`)],
  ['the beginning of TLS', Buffer.from(`16030100${'00'.repeat(100)}`, 'hex')],
  ['zeros', Buffer.alloc(1_000)],
  ['a greeting and nothing else', Buffer.from(GREETING, 'hex')],
  ['a greeting for CURVE', Buffer.from(GREETING.replace('4e554c4c00', '4355525645'), 'hex')],
  ['another kind of socket', hello('XYZ')],
  ['a READY that breaks off', Buffer.from(`${GREETING}041a0552`, 'hex')],
])('%s on any port costs nobody else anything', async (_, bytes) => {
  collector = await openCollector()
  for (const port of [collector.port, collector.control, collector.stream]) await shout(port, bytes)
  await expectService()
})

test.each([
  ['a frame that claims to be longer than any', long(2n ** 62n, 0)],
  ['a message that never ends', Buffer.concat(Array(200).fill(short(Buffer.of(0), 1)))],
  ['a command in the middle', short(Buffer.from('\u0005HELLO'), 4)],
  ['flags that there are not', short(Buffer.alloc(3), 0xf8)],
])('%s, after a proper beginning, does so neither', async (_, bytes) => {
  collector = await openCollector()
  for (const [port, kind] of [
    [collector.port, 'PUSH'],
    [collector.control, 'REQ'],
    [collector.stream, 'SUB'],
  ] as const)
    lines.push(await speak(port, Buffer.concat([hello(kind), bytes])))
  await expectService()
})

test('one who asks and does not wait for the answer keeps nobody from asking', async () => {
  collector = await openCollector()
  const question = [short(Buffer.alloc(0), 1), short(writeMessage({ cmd: 'STATUS' }))]
  for (let i = 0; i < 20; i++) {
    const line = await speak(collector.control, Buffer.concat([hello('REQ'), ...question]))
    line.close()
  }
  await expectService()
})
