import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { messageOf } from '#lib/events/archive/message.ts'
import { dayNameOf } from '#lib/events/archive/names.ts'
import { openPlace } from '#lib/events/archive/place.ts'
import { readMessages } from '#lib/msgpack/read.ts'
import { freshDatabase } from '#tests/database.ts'
import { temporaryFolder } from '#tests/lib/events/archive/world.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { serve } from '#tests/servers.ts'

const COMMAND = join(import.meta.dirname, '../../bin/belfry.js')
const OLD = Date.UTC(2026, 0, 31, 12) / 1000
const TOKEN = 'a token of the tests'

let database: Awaited<ReturnType<typeof freshDatabase>>
let folder: Awaited<ReturnType<typeof temporaryFolder>>
const cleanups: (() => unknown)[] = []

beforeAll(async () => {
  database = await freshDatabase()
  folder = await temporaryFolder()
  const place = openPlace(folder.path)
  const old = ['a', 'b', 'c'].map((uid, i) => message(uid, OLD + i))
  await place.write('20260131/request-20260131.log', piecesOf(...old))
  await place.write('20260201/job-20260201-project7.log', piecesOf(message('j', OLD + 86_400)))
  const intake = openIntake(database.pool)
  await intake.accept(aProject(), 'http', [anEvent({ uid: 'new', traits: { a: 1 } })])
  await intake.close()
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})
afterAll(async () => {
  await folder?.remove()
  await database.close()
})

async function* piecesOf(...pieces: Buffer[]): AsyncGenerator<Buffer, void> {
  yield* pieces
}

const message = (uid: string, at: number) =>
  messageOf({
    ...{ type: 'request', id: 'tree', uid, host: 'web1', pid: 1 },
    ...{ start: at - 0.5, end: at, traits: { uid } },
  })

/** Runs the command on the tests' database. */
async function belfry(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, BELFRY_LOG: '', BELFRY_DATA: folder.path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  cleanups.push(() => child.kill('SIGKILL'))
  const [stdout, stderr, status] = await Promise.all([
    buffer(child.stdout),
    text(child.stderr),
    new Promise(resolve => child.once('exit', resolve)),
  ])
  return { status, stdout, stderr }
}

async function uidsOf(args: string[], env?: Record<string, string>) {
  const { stdout, stderr } = await belfry(['events', ...args], env)
  expect(stderr).toBe('')
  return stdout
    .toString()
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line).uid)
}

test('what is in the archive comes before what is in the store', async () => {
  const archive = { BELFRY_ARCHIVE: folder.path }
  expect(await uidsOf(['--from', '20260101', '--to', 'now'], archive)).toEqual([
    'a',
    'b',
    'c',
    'j',
    'new',
  ])
  expect(await uidsOf(['a = 1', '--from', '2026-01-01', '--to', 'now'])).toEqual(['new'])
  expect(await uidsOf([])).toEqual(['new'])
})

test.each([
  [[], ['a', 'b', 'c', 'j']],
  [
    ['--from', '20260131'],
    ['a', 'b', 'c'],
  ],
  [
    ['--from', '20260131 12:00', '--to', '2026-01-31T12:00:02Z'],
    ['a', 'b'],
  ],
  [
    ['--from', '20260131', '--to', '20260201'],
    ['a', 'b', 'c', 'j'],
  ],
  [
    ['--to', '20260131', '--limit', '2'],
    ['a', 'b'],
  ],
  [
    ['--project', 'default'],
    ['a', 'b', 'c'],
  ],
])('of an archive alone: %j', async (args, uids) => {
  const none = { DATABASE_URL: '' }
  expect(await uidsOf([...args, '--archive', folder.path], none)).toEqual(uids)
})

test('BlueOx’s tools read what is printed as MessagePack', async () => {
  const args = ['events', '--archive', folder.path, '--msgpack', '--limit', '2']
  const { stdout, stderr } = await belfry(args)
  expect(stderr).toBe('')
  expect([...readMessages(stdout)]).toEqual([
    {
      ...{ id: 'tree', type: 'request', host: 'web1', pid: 1, uid: 'a', body: { uid: 'a' } },
      ...{ start: OLD - 0.5, end: OLD },
    },
    expect.objectContaining({ uid: 'b' }),
  ])
})

test('people read what is printed with -p', async () => {
  const { stdout } = await belfry(['events', '--archive', folder.path, '-p', '--limit', '1'])
  expect(stdout.toString()).toBe('=== request (tree@web1:1)  (500 ms)\n{\n  "uid": "a"\n}\n')
})

test('another Belfry is asked with a token', async () => {
  const asked: (string | undefined)[] = []
  const event = { uid: 'over there', start: new Date(0), at: new Date(0) }
  const server = await serve((request, response) => {
    asked.push(request.url, request.headers.authorization)
    response.end(`${JSON.stringify(event)}\n`)
  })
  cleanups.push(server.close)
  const range = ['--from', '2026-01-01T00:00Z', '--to', '2026-01-02T00:00Z']
  expect(await uidsOf(['a = 1', ...range, '--url', server.url], { BELFRY_TOKEN: TOKEN })).toEqual([
    'over there',
  ])
  expect(asked).toEqual([
    '/api/events/export?q=a+%3D+1&from=2026-01-01T00%3A00%3A00.000Z&to=2026-01-02T00%3A00%3A00.000Z',
    `Bearer ${TOKEN}`,
  ])
})

test('an answer that is cut off is not taken for the whole', async () => {
  const server = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 1_000 })
    response.write(`${JSON.stringify({ uid: 'x', start: 0, at: 0 })}\n`, () => response.destroy())
  })
  cleanups.push(server.close)
  const { status, stderr } = await belfry(['events', '--url', server.url, '--token', TOKEN])
  expect([status, stderr]).toEqual([1, expect.stringContaining(`${server.url} broke off`)])
})

test.each([
  [['events', 'type ='], 'a value is missing'],
  [['events', '--from', '-1h', '--to', '-2h'], '--from must not be after --to'],
  [['events', '--url', 'http://127.0.0.1:9'], '--url takes a --token'],
  [['events', '--url', 'http://127.0.0.1:9', '--token', TOKEN], 'does not answer'],
])('belfry %j is told what is wrong', async (args, told) => {
  const { status, stderr } = await belfry(args)
  expect([status, stderr]).toEqual([1, expect.stringContaining(told)])
})

test('an archive is copied, packed, listed and pruned', async () => {
  const other = await temporaryFolder()
  cleanups.push(other.remove)
  const today = dayNameOf(new Date())
  const running = openPlace(join(other.path, 'running'))
  await running.write('20260131/request-20260131.log', piecesOf(message('a', OLD)))
  await running.write(`${today}/request-${today}.log`, piecesOf(message('b', Date.now() / 1000)))
  const [from, to] = [join(other.path, 'running'), join(other.path, 'kept')]

  const copied = await belfry(['archive', 'copy', from, to, '--host', 'web1'])
  expect(copied.stdout.toString()).toBe('20260131/request-20260131-web1.log.gz\n')
  const again = await belfry(['archive', 'copy', from, to, '--host', 'web1'])
  expect(again).toMatchObject({ status: 0, stdout: Buffer.alloc(0) })

  const packed = await belfry(['archive', 'pack', from])
  expect(packed.stdout.toString()).toBe('20260131/request-20260131.log.gz\n')
  expect(await readdir(join(from, today))).toEqual([`request-${today}.log`])
  expect(await uidsOf(['--archive', to])).toEqual(['a'])

  const list = await belfry(['archive', 'list', to])
  expect(list.stdout.toString()).toMatch(/^2026-01-31\tdefault\trequest\t1\t\d+\n$/)
  const pruned = await belfry(['archive', 'prune', to, '--days', '7'])
  expect(pruned.stdout.toString()).toBe('20260131\n')
  expect(await readdir(to)).toEqual([])
})
