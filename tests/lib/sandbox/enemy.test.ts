import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { duplexPair } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRequest } from '#lib/sandbox/calls.ts'
import type { Outcome } from '#lib/sandbox/contract.ts'
import { encode, type Frame, kinds } from '#lib/sandbox/frames.ts'
import { OUTPUT_LIMIT, SERIES_LIMIT } from '#lib/sandbox/limits.ts'
import { readEnd, readRecorded } from '#lib/sandbox/outcome.ts'
import { type Loss, RunnerHandle } from '#lib/sandbox/runner-handle.ts'
import { SupervisedRun } from '#lib/sandbox/supervised-run.ts'
import { brokerWith, job, ordinary } from '#tests/lib/sandbox/fixture.ts'

/** A runner that was taken over says anything at all, in any order: the engine takes it as coming from an enemy. */

const json = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '{"how":"returned","value":1}',
    '{"how":"returned","value":{"__proto__":1,"constructor":2}}',
    '{"how":"alarm","message":"m","value":"text"}',
    '{"how":"thrown","stack":"monitor.ts:99999999"}',
    '{"how":"source","message":"\\ud800\\u0000"}',
    '{"how":"OK"}',
    '{"how":["returned"]}',
    '{"how":"returned","value":1e999}',
    '[1,{"__proto__":{"polluted":1}}]',
    `"${'x'.repeat(OUTPUT_LIMIT + 1)}"`,
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    '[{"a":1},null,"\\ud800"]',
  ),
)
const frame = fc.record<Frame>({
  kind: fc.constantFrom(...Object.values(kinds)),
  run: fc.oneof({ arbitrary: fc.integer({ min: 1, max: 3 }), weight: 8 }, fc.nat(2 ** 32 - 1)),
  number: fc.oneof(fc.nat(5), fc.nat(2 ** 32 - 1)),
  name: fc.oneof(
    fc.constantFrom(
      'test.echo',
      'test.never',
      'test.refuse',
      'memory',
      'fatal',
      'ended',
      'syntax',
      'value',
      '__proto__',
    ),
    fc.string({ unit: 'binary', maxLength: 120 }),
  ),
  text: json,
})

test('whatever a process says, its runs come to a sound end or are begun again, and no other is touched', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 15 }), async frames => {
      const { handle, say, losses, refused, broker } = openEnemy()
      const runs = [1, 2, 3].map(
        id => new SupervisedRun(job(`return ${id}`, { sources: ['test'] }), 'code'),
      )
      const outcomes: Outcome[] = []
      for (const run of runs) {
        handle.begin(run, broker)
        void run.ended.then(outcome => outcomes.push(outcome))
      }
      for (const each of frames) say(encode(each))
      await new Promise(resolve => setImmediate(resolve))
      for (const outcome of outcomes) checkSound(outcome)
      expect(outcomes).toHaveLength(runs.filter(run => run.isEnded).length)
      const lost = [...refused, ...losses.flatMap(loss => loss.runs)]
      if (losses.length > 0)
        for (const run of runs) expect(run.isEnded || lost.includes(run)).toBe(true)
      for (const { allowed } of broker.asked) expect(allowed).toEqual(['test'])
      expect(({} as Record<string, unknown>).polluted).toBeUndefined()
      handle.kill()
      for (const run of runs) run.end({ by: 'memory' })
    }),
    { numRuns: 2_000, seed: 46 },
  )
})

test('whatever is said of a script’s end is refused, or is an end that can be kept', async () => {
  await fc.assert(
    fc.asyncProperty(json, async text => {
      const end = accepted(() => readEnd(text))
      if (!end) return
      const run = new SupervisedRun(job('return 1'), 'code')
      run.end({ by: 'script', end })
      checkSound(await run.ended)
    }),
    { numRuns: 2_000, seed: 46 },
  )
})

test('whatever is said to be recorded or asked is refused, or is what a scope could have said', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 150 }), json, (name, text) => {
      const recorded = accepted(() => readRecorded(name, text))
      expect(recorded === undefined || name.length <= 100).toBe(true)
      expect(Array.isArray(recorded)).toBe(false)
      const request = accepted(() => readRequest(1, name, text))
      expect(request === undefined || Array.isArray(request.args)).toBe(true)
    }),
    { numRuns: 2_000, seed: 46 },
  )
})

function openEnemy() {
  const [ours, theirs] = duplexPair()
  const process = Object.assign(new EventEmitter(), {
    kill: (signal: string) => process.emit('exit', null, signal),
  })
  const losses: Loss[] = []
  const refused: SupervisedRun[] = []
  const ignore = () => {}
  const events = {
    ready: ignore,
    free: ignore,
    doubtful: ignore,
    refused: (run: SupervisedRun) => void refused.push(run),
    offended: ignore,
    lost: (_: RunnerHandle, loss: Loss) => void losses.push(loss),
  }
  const spawn = () => ({ process: process as unknown as ChildProcess, socket: ours })
  const handle = new RunnerHandle(() => 0, events, spawn)
  const broker = brokerWith(ordinary)
  return { handle, losses, refused, broker, say: (bytes: Buffer) => theirs.write(bytes) }
}

function checkSound({ state, reason, value, series, message, output }: Outcome) {
  expect(['OK', 'ALARM', 'ERROR']).toContain(state)
  expect(state === 'ERROR').toBe(reason !== null)
  expect(Object.keys(series).length).toBeLessThanOrEqual(2 * SERIES_LIMIT)
  expect(Object.values(series).every(Number.isFinite)).toBe(true)
  expect(message.length).toBeLessThanOrEqual(4096)
  expect(output.length).toBeLessThan(66_000)
  expect(typeof value === 'string' ? value.length : 0).toBeLessThanOrEqual(255)
  const kept = JSON.stringify([message, output, value, Object.keys(series)])
  expect(
    JSON.parse(kept)
      .flat()
      .every((part: unknown) => typeof part !== 'string' || isStorable(part)),
  ).toBe(true)
}

/** PostgreSQL refuses NUL, and half a character in JSON. */
const isStorable = (text: string) => text.isWellFormed() && !text.includes('\0')

function accepted<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    expect(error).toBeInstanceOf(Error)
    return undefined
  }
}
