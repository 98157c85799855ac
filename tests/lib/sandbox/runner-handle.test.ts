import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { type Duplex, duplexPair } from 'node:stream'
import { beforeEach, expect, test, vi } from 'vitest'
import { encode, type Frame, kinds } from '#lib/sandbox/frames.ts'
import {
  ARGUMENTS_LIMIT,
  CALLS_PER_RUN,
  FRAMES_PER_RUN,
  OUTPUT_LIMIT,
  RECORDS_PER_RUN,
  UNREAD_LIMIT,
} from '#lib/sandbox/limits.ts'
import { type Loss, RunnerHandle } from '#lib/sandbox/runner-handle.ts'
import { SupervisedRun } from '#lib/sandbox/supervised-run.ts'
import { brokerWith, job, ordinary } from '#tests/lib/sandbox/fixture.ts'

/** What the engine makes of a runner that was taken over and says what it likes. */
class FakeProcess extends EventEmitter {
  pid: number | undefined
  kill(signal: string) {
    this.emit('exit', null, signal)
    return true
  }
}

let process: FakeProcess
let socket: Duplex
let runner: RunnerHandle
let losses: Loss[]
let offended: SupervisedRun[]
const broker = brokerWith({ ...ordinary, large: () => 'x'.repeat(8_000_000) })

const say = (frame: Partial<Frame>) =>
  socket.write(encode({ kind: kinds.done, run: 1, number: 0, name: '', text: '', ...frame }))

const begun = () => {
  const run = new SupervisedRun(job('return 1'), 'code')
  runner.begin(run, broker)
  return run
}

beforeEach(async () => {
  const [ours, theirs] = duplexPair()
  process = new FakeProcess()
  socket = theirs
  losses = []
  offended = []
  const ignore = () => {}
  runner = new RunnerHandle(
    () => 0,
    {
      ready: ignore,
      free: ignore,
      doubtful: ignore,
      refused: ignore,
      offended: run => offended.push(run),
      lost: (_, loss) => losses.push(loss),
    },
    () => ({ process: process as unknown as ChildProcess, socket: ours }),
  )
  say({ kind: kinds.ready, text: 'own process' })
  await vi.waitUntil(() => runner.layers)
})

test('an end that is none ends its run, and the process', async () => {
  const run = begun()
  say({ text: '{"how":"returned","value":{"a":"not a number"}}' })
  expect(await run.ended).toMatchObject({ state: 'ERROR', reason: 'runner lost' })
  expect(losses).toHaveLength(1)
  expect(offended).toEqual([run])
})

test.each([
  ['{"how":"OK"}'],
  ['{"how":"returned","value":[1]}'],
  ['{"how":"returned","value":true}'],
  ['{"how":"alarm","message":{"length":1}}'],
  ['null'],
  ['"returned"'],
  ['{'],
])('%s is no end', async text => {
  const run = begun()
  say({ text })
  expect(await run.ended).toMatchObject({ reason: 'runner lost' })
})

test.each<[string, Partial<Frame>]>([
  ['a frame that only engines send', { kind: kinds.answer }],
  ['a call without a source', { kind: kinds.call, name: '.echo', text: '[]' }],
  ['a call whose arguments are no list', { kind: kinds.call, name: 'test.echo', text: '{}' }],
  ['more output than is kept', { kind: kinds.output, text: 'x'.repeat(OUTPUT_LIMIT + 1) }],
  ['a longer tail than is kept', { kind: kinds.tail, text: 'x'.repeat(OUTPUT_LIMIT + 1) }],
  ['a record that is no value', { kind: kinds.record, name: 'a', text: '[1]' }],
  [
    'a record of a longer text than is kept',
    { kind: kinds.record, name: 'a', text: `"${'x'.repeat(300)}"` },
  ],
  [
    'a record by a longer name than there is',
    { kind: kinds.record, name: 'a'.repeat(101), text: '1' },
  ],
  [
    'a value of more names than there may be',
    { text: JSON.stringify({ how: 'returned', value: { ...Array(101).fill(1) } }) },
  ],
  [
    'a longer message than is kept',
    { text: JSON.stringify({ how: 'thrown', message: 'x'.repeat(5_000) }) },
  ],
  [
    'a call with larger arguments than may be',
    { kind: kinds.call, name: 'test.echo', text: `["${'x'.repeat(ARGUMENTS_LIMIT)}"]` },
  ],
  ['a call that is no JSON', { kind: kinds.call, name: 'test.echo', text: '[' }],
])('%s ends the run and the process', async (_, frame) => {
  const run = begun()
  say(frame)
  expect(await run.ended).toMatchObject({ state: 'ERROR', reason: 'runner lost' })
  expect(losses).toHaveLength(1)
})

test.each<[string, number, Partial<Frame>]>([
  ['calls', CALLS_PER_RUN + 1, { kind: kinds.call, name: 'test.never', text: '[]' }],
  ['records', RECORDS_PER_RUN + 1, { kind: kinds.record, name: 'a', text: '1' }],
  [
    'arguments',
    5,
    { kind: kinds.call, name: 'test.never', text: `["${'x'.repeat(ARGUMENTS_LIMIT - 50)}"]` },
  ],
  ['frames', FRAMES_PER_RUN + 1, { kind: kinds.output, text: '' }],
])('more %s than a script could make end the run', async (_, count, frame) => {
  const run = begun()
  for (let i = 0; i < count; i++) say(frame)
  expect(await run.ended).toMatchObject({ reason: 'runner lost' })
})

test('a run that never was kills the process; those on it are each tried alone', async () => {
  const run = begun()
  say({ run: 99, text: '{"how":"returned"}' })
  await vi.waitUntil(() => losses.length === 1)
  expect(losses[0]).toMatchObject({ runs: [run], isUnexplained: true })
  expect(run.isEnded).toBe(false)
})

test('bytes that are no frames kill the process', async () => {
  begun()
  socket.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'))
  await vi.waitUntil(() => losses.length === 1)
})

test('being ready twice kills the process', async () => {
  say({ kind: kinds.ready, text: 'everything' })
  await vi.waitUntil(() => losses.length === 1)
  expect(runner.layers).toEqual(['own process'])
})

test('of two ends of one run the first counts, and nothing that the process says is believed any more', async () => {
  const run = begun()
  say({ text: '{"how":"returned","value":1}' })
  say({ text: '{"how":"returned","value":2}' })
  expect(await run.ended).toMatchObject({ value: 1 })
  await vi.waitUntil(() => losses.length === 1)
})

test.each<[string, Partial<Frame>]>([
  ['a call', { kind: kinds.call, name: 'test.echo', text: '[1]' }],
  ['a record', { kind: kinds.record, name: 'a', text: '1' }],
  ['its isolate’s end', { kind: kinds.gone, name: 'memory' }],
])('%s that comes after the end is not heeded, and kills the process', async (_, frame) => {
  const run = begun()
  const asked = broker.asked.length
  say({ text: '{"how":"returned","value":1}' })
  say(frame)
  expect(await run.ended).toMatchObject({ state: 'OK', value: 1, series: {} })
  await vi.waitUntil(() => losses.length === 1)
  expect(broker.asked).toHaveLength(asked)
})

test('a call in the name of a run of another process is none of its own', async () => {
  const run = begun()
  const asked = broker.asked.length
  say({ run: 2, kind: kinds.call, name: 'test.echo', text: '[1]' })
  await vi.waitUntil(() => losses.length === 1)
  expect(losses[0]).toMatchObject({ runs: [run], isUnexplained: true })
  expect(broker.asked).toHaveLength(asked)
})

test('a call that is said again is asked with the same rights, and counts again', async () => {
  const run = new SupervisedRun(job('return 1', { sources: ['other'] }), 'code')
  runner.begin(run, broker)
  for (let i = 0; i < 2; i++) say({ kind: kinds.call, number: 7, name: 'test.echo', text: '[1]' })
  say({ text: '{"how":"returned"}' })
  const { calls } = await run.ended
  expect(calls).toHaveLength(2)
  for (const { allowed } of broker.asked.slice(-2)) expect(allowed).toEqual(['other'])
})

test('an end that crosses the engine’s own is dropped, and counts as its confirmation', async () => {
  const run = begun()
  runner.stop(run)
  run.end({ by: 'timeout', limitMs: 100 })
  expect(runner.load).toBe(1)
  say({ text: '{"how":"returned","value":2}' })
  await vi.waitUntil(() => runner.load === 0)
  expect(await run.ended).toMatchObject({ reason: 'timeout' })
})

test('a process that reads nothing of what it is told is killed', async () => {
  const run = begun()
  socket.pause()
  const text = JSON.stringify('x'.repeat(8_000_000))
  for (let sent = 0; losses.length === 0 && sent <= UNREAD_LIMIT; sent += text.length) {
    say({ kind: kinds.call, name: 'test.large', text: '[]' })
    await new Promise(resolve => setImmediate(resolve))
  }
  await vi.waitUntil(() => losses.length === 1)
  expect(losses[0]).toMatchObject({ runs: [run] })
})

test('half a frame is waited for, and holds up no deadline', async () => {
  const run = begun()
  const bytes = encode({
    kind: kinds.done,
    run: 1,
    number: 0,
    name: '',
    text: '{"how":"returned"}',
  })
  socket.write(bytes.subarray(0, 10))
  await new Promise(resolve => setImmediate(resolve))
  expect(run.isEnded).toBe(false)
  run.end({ by: 'timeout', limitMs: 100 })
  expect(await run.ended).toMatchObject({ reason: 'timeout' })
})

test.runIf(globalThis.process.platform === 'linux')(
  'a process that holds more than it may is killed, and those on it are each tried alone',
  async () => {
    const run = begun()
    const other = spawn('/bin/sleep', ['60'])
    process.pid = other.pid
    runner.checkMemory(100_000_000)
    expect(losses).toEqual([])
    runner.checkMemory(1)
    other.kill()
    expect(losses[0]).toMatchObject({ runs: [run], isUnexplained: true, isMemory: true })
    expect(run.isEnded).toBe(false)
  },
)
