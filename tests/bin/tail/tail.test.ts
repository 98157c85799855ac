import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { tail } from '#bin/commands/tail.ts'
import { eventsIn } from '#bin/tail/input.ts'
import { writeMessage } from '#lib/msgpack/write.ts'
import { until } from '#tests/until.ts'

const COMMAND = join(import.meta.dirname, '../../../bin/belfry.js')
const open = new Set<() => void>()
afterEach(() => {
  for (const end of open) end()
  open.clear()
})

/** Runs the command; what it prints so far can be looked at. */
function run(args: string[], input = '') {
  const child: ChildProcess = spawn(process.execPath, [COMMAND, 'tail', ...args], {
    env: { ...process.env, BELFRY_TOKEN: '', BELFRY_URL: '' },
  })
  open.add(() => child.kill('SIGKILL'))
  const seen = { out: '', err: '' }
  child.stdout?.on('data', data => {
    seen.out += data
  })
  child.stderr?.on('data', data => {
    seen.err += data
  })
  child.stdin?.end(input)
  return { seen, ended: once(child, 'close').then(([code]) => code) }
}

const event = (type: string, id: string, traits: object = {}) => ({
  ...{ type, id, uid: 'u', project: 'default', host: 'web1', pid: 7, duration: 0.5 },
  ...{ start: '2026-01-31T12:00:00.000Z', at: '2026-01-31T12:00:00.500Z', traits },
})

test('with --group the events of an id come together, and with -p each has a line about it', async () => {
  const events = [event('request.sql', 'a', { b: 1, a: 2 }), event('request', 'b')]
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const one of [...events, event('request', 'a')])
      response.write(`event: event\ndata: ${JSON.stringify(one)}\n\n`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.add(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const { seen } = run(['-p', '--group', '--url', `http://127.0.0.1:${port}`, '--token', 'x'])
  await until(() => seen.out.includes('request (a@'))
  expect(seen.out).toBe(
    [
      '=== request (b@web1:7)  (500 ms)\n{}\n',
      '=== request.sql (a@web1:7)  (500 ms)\n{\n  "a": 2,\n  "b": 1\n}\n',
      '=== request (a@web1:7)  (500 ms)\n{}\n',
    ].join(''),
  )
})

const old = { id: 'a', type: 'job', host: 'h', pid: 1, start: 1, end: 76.26, body: { n: 1 } }

test('events of standard input are printed, each in a line, and what is none is not', async () => {
  const line = JSON.stringify(old)
  const { seen, ended } = run([], `${line}\n\nno event\n${line}`)
  expect(await ended).toBe(0)
  expect(seen.out).toBe(`${line}\n${line}\n`)
})

test('a type is not for standard input', async () => {
  const { seen, ended } = run(['request'])
  expect(await ended).toBe(1)
  expect(seen.err).toContain('not for standard input')
})

async function* inPieces(bytes: Uint8Array) {
  for (const byte of bytes) yield Uint8Array.of(byte)
}

async function read(bytes: Uint8Array) {
  const events = []
  for await (const one of eventsIn(inPieces(bytes))) events.push(one)
  return events
}

test('events are read as MessagePack, however it is cut', async () => {
  expect(await read(Buffer.concat([writeMessage(old), writeMessage(old)]))).toEqual([old, old])
})

test('MessagePack that breaks off is told', async () => {
  await expect(read(writeMessage(old).subarray(0, 20))).rejects.toThrow('breaks off')
})

test.each([
  [['--url', 'http://127.0.0.1:1', '--token', ''], 'asked with a --token'],
  [['--url', 'nonsense', '--token', 'x'], 'is no address'],
  [['-q', 'a =', '--url', 'http://127.0.0.1:1', '--token', 'x'], 'a value is missing'],
])('%j is refused', async (args, message) => {
  await expect(tail.parseAsync(args, { from: 'user' })).rejects.toThrow(message)
})
