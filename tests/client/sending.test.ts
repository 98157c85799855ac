import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { close, configure, context, droppedEvents, flush, set } from '#client/index.ts'
import { openReceiver, type Receiver } from '#tests/client/receiver.ts'
import { until } from '#tests/until.ts'

/** A busy machine is slow. */
const PATIENT_MS = 60_000

let receiver: Receiver
let complaints: string[]
let spool: string

beforeEach(async () => {
  complaints = []
  receiver = await openReceiver()
  spool = mkdtempSync(join(tmpdir(), 'belfry-spool-'))
})
afterEach(async () => {
  await close(0)
  await receiver.close()
  rmSync(spool, { recursive: true, force: true })
})

const use = (options: object = {}) =>
  configure(receiver.dsn, { complain: text => complaints.push(text), ...options })

function record(count: number, from = 0) {
  for (let i = from; i < from + count; i++) context('job', () => set('n', i))
}
const numbers = () => receiver.items.map(({ body }) => (body as { n: number }).n)
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)
const spooled = () => readdirSync(join(spool, 'events')).length

test('events go out in batches, in order, with the keys of the project', async () => {
  use()
  record(1_200)
  expect(await flush(PATIENT_MS)).toBe(true)
  expect(numbers()).toEqual(upTo(1_200))
  expect(receiver.taken.map(({ items }) => items.length)).toEqual([500, 500, 200])
  const authorization = `Basic ${Buffer.from('key:secret').toString('base64')}`
  expect(receiver.taken[0]).toMatchObject({ authorization, path: '/events' })
})

test('what is not taken now is sent again, none twice', async () => {
  use()
  const answers = [503, 429, 200].values()
  receiver.answer(() => ({ status: answers.next().value ?? 200 }))
  record(3)
  await until(async () => (await flush(20)) && receiver.items.length === 3)
  expect(numbers()).toEqual([0, 1, 2])
  expect(complaints.join()).toMatch('cannot send: 503')
})

test('what is refused is dropped and counted, and costs nothing else', async () => {
  use()
  receiver.answer(({ items }) => ({ status: items.length === 2 ? 400 : 200 }))
  record(2)
  await flush(PATIENT_MS)
  record(1, 7)
  await flush(PATIENT_MS)
  expect(numbers()).toEqual([7])
  expect(droppedEvents()).toBe(2)
})

test('what is too large together is sent in parts', async () => {
  use()
  receiver.answer(({ items }) => ({ status: items.length > 3 ? 413 : 200 }))
  record(10)
  await flush(PATIENT_MS)
  expect(numbers()).toEqual(upTo(10))
})

test('while nobody takes anything, so many are kept and the newest dropped', async () => {
  use({ queueSize: 100 })
  await receiver.close()
  record(250)
  expect(await flush(50)).toBe(false)
  expect(droppedEvents()).toBe(150)
  await receiver.open()
  await until(async () => (await flush(50)) && receiver.items.length === 100)
  expect(numbers()).toEqual(upTo(100))
})

test('with a spool nothing is lost while nobody takes anything', async () => {
  use({ queueSize: 100, spool })
  await receiver.close()
  record(250)
  await until(async () => !(await flush(20)) && spooled() > 0)
  record(700, 250)
  expect(droppedEvents()).toBe(0)
  await receiver.open()
  await until(async () => (await flush(50)) && receiver.items.length === 950)
  expect(numbers().toSorted((a, b) => a - b)).toEqual(upTo(950))
  expect(spooled()).toBe(0)
})

test('what was spooled goes out after a restart, without waiting for something new', async () => {
  use({ spool })
  await receiver.close()
  record(30)
  await until(async () => !(await flush(20)) && spooled() > 0)
  await close(0)
  await receiver.open()
  use({ spool })
  await until(async () => (await flush(50)) && receiver.items.length >= 30)
  // A batch that was under way may come twice: its events are known by their `uid`.
  expect([...new Set(numbers())]).toEqual(upTo(30))
  expect(new Set(receiver.items.map(({ uid }) => uid)).size).toBe(30)
})

test('without the spool that was asked for an application goes on', async () => {
  writeFileSync(join(spool, 'file'), '')
  use({ spool: join(spool, 'file') })
  record(3)
  await flush(PATIENT_MS)
  expect(numbers()).toEqual([0, 1, 2])
  expect(complaints.join()).toContain('there is no spool')
})

test('a full spool is told, and costs only what does not fit into memory', async () => {
  use({ queueSize: 100, spool, spoolBytes: 2_000 })
  await receiver.close()
  record(150)
  expect(droppedEvents()).toBe(50)
  expect(complaints.join()).toMatch(/the spool .* is full/)
})

test.each([
  ['nowhere', 'a DSN is an address such as http://PUBLIC_KEY@host:8890/project'],
  ['ftp://key@host', 'a DSN is an address such as http://PUBLIC_KEY@host:8890/project'],
  ['http://host:8890', 'the DSN has no public key before its @'],
])('the DSN %s is refused', (bad, message) => {
  expect(() => configure(bad)).toThrow(message)
})

test('without an address of its own an application takes the one of its environment', async () => {
  process.env.BELFRY_DSN = receiver.dsn
  configure()
  delete process.env.BELFRY_DSN
  record(1)
  await flush(PATIENT_MS)
  expect(numbers()).toEqual([0])
})
