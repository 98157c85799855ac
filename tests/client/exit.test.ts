import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openReceiver, type Receiver } from '#tests/client/receiver.ts'
import { until } from '#tests/until.ts'

const CLIENT = join(import.meta.dirname, '../../client/index.ts')

/** A busy machine is slow. */
const PATIENT_MS = 60_000

let receiver: Receiver
let spool: string
let child: ChildProcess | undefined
beforeEach(async () => {
  receiver = await openReceiver()
  spool = mkdtempSync(join(tmpdir(), 'belfry-exit-'))
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await receiver.close()
  rmSync(spool, { recursive: true, force: true })
})

/** A program that uses the library. Answers how it ends, and what it says. */
function program(body: string, options: object = {}, to = receiver.dsn) {
  const text = `
    const client = await import(${JSON.stringify(CLIENT)})
    client.configure(${JSON.stringify(to)}, ${JSON.stringify({ exitMs: PATIENT_MS, ...options })})
    const work = n => client.context('job', () => client.set('n', n))
    ${body}`
  const started = spawn(process.execPath, ['--input-type=module', '--eval', text], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = started
  let said = ''
  for (const output of [started.stdout, started.stderr])
    output.setEncoding('utf8').on('data', (more: string) => {
      said += more
    })
  const ended = once(started, 'close').then(([code, signal]) => ({ code, signal, said }))
  return { started, ended, said: () => said }
}

const numbers = () =>
  receiver.items
    .filter(({ type }) => type === 'job')
    .map(({ body }) => (body as { n: number }).n)
    .toSorted((a, b) => a - b)
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

test.each([
  ['it has nothing to do any more', ''],
  ['process.exit', 'process.exit()'],
])('what is left when a program ends, by %s, is sent', async (_, end) => {
  const { ended } = program(`for (let i = 0; i < 700; i++) work(i)\n${end}`)
  expect(await ended).toMatchObject({ code: 0, said: '' })
  expect(numbers()).toEqual(upTo(700))
})

test('its exit code stays its own', async () => {
  const { ended } = program('work(0)\nprocess.exit(7)')
  expect(await ended).toMatchObject({ code: 7 })
  expect(numbers()).toEqual([0])
})

test('an exception that ends the program is captured, with the work in which it happened', async () => {
  const { ended } = program(
    `client.context('job', () => { client.set('n', 0); throw new TypeError('no luck') })`,
  )
  expect(await ended).toMatchObject({ code: 1, said: expect.stringContaining('no luck') })
  const [error] = receiver.taken.filter(({ path }) => path === '/errors')
  const [job] = receiver.items.filter(({ type }) => type === 'job')
  expect(error?.items).toMatchObject([
    { message: 'TypeError: no luck', level: 'critical', traceId: job?.id },
  ])
  expect(numbers()).toEqual([0])
})

test('numbers are sent as well', async () => {
  const { ended } = program(`client.incr('jobs', 3)\nprocess.exit()`)
  await ended
  expect(receiver.taken[0]).toMatchObject({
    path: '/v1/metrics',
    text: expect.stringContaining('"jobs"'),
  })
})

test('an intake that never answers holds a program up no longer than it may', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const to = `http://key@127.0.0.1:${(silent.address() as AddressInfo).port}`
  const { ended } = program('work(0)\nprocess.exit()', { exitMs: 100 }, to)
  expect(await ended).toMatchObject({ code: 0 })
  silent.close()
})

test('with a spool, too, what is left is sent, and what cannot be goes to the disk', async () => {
  const end = 'for (let i = 0; i < 20; i++) work(i)\nprocess.exit()'
  await program(end, { spool }).ended
  expect(numbers()).toEqual(upTo(20))
  expect(filesIn('events')).toEqual([])

  receiver.answer(() => ({ status: 503 }))
  await program(end, { spool }).ended
  expect(filesIn('events')).toHaveLength(1)
})

test('a signal that nothing handles ends the program, and what is left is sent before if that is asked for', async () => {
  const { started, ended, said } = program(
    `work(0)\nsetInterval(() => {}, 1_000)\nconsole.log('ready')`,
    { endOn: ['SIGTERM'] },
  )
  await until(() => said().includes('ready'))
  started.kill('SIGTERM')
  expect(await ended).toMatchObject({ code: null, signal: 'SIGTERM' })
  expect(numbers()).toEqual([0])
})

test('a signal that the program handles stays its business', async () => {
  const { started, ended, said } = program(
    `process.on('SIGTERM', () => setTimeout(() => { work(1); process.exit(3) }, 50))
     work(0)\nsetInterval(() => {}, 1_000)\nconsole.log('ready')`,
    { endOn: ['SIGTERM'] },
  )
  await until(() => said().includes('ready'))
  started.kill('SIGTERM')
  expect(await ended).toMatchObject({ code: 3, signal: null })
  expect(numbers()).toEqual([0, 1])
})

test('what was spooled outlives a program that is killed', async () => {
  receiver.answer(() => ({ status: 503 }))
  const { started, ended } = program(
    'for (let i = 0; i < 300; i++) work(i)\nsetInterval(() => {}, 1_000)',
    { spool },
  )
  await until(() => receiver.asked > 0 && filesIn('events').length > 0)
  started.kill('SIGKILL')
  await ended
  expect(numbers()).toEqual([])

  receiver.answer(() => ({ status: 200 }))
  const again = program('setTimeout(() => {}, 60_000)', { spool })
  await until(() => numbers().length === 300)
  expect(numbers()).toEqual(upTo(300))
  await until(() => filesIn('events').length === 0)
  again.started.kill('SIGKILL')
  await again.ended
})

const filesIn = (name: string): string[] => {
  try {
    return readdirSync(join(spool, name))
  } catch {
    return []
  }
}
