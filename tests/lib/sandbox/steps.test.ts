import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Plain } from '#lib/plugin.ts'
import { STREAM_LIMIT } from '#lib/sandbox/limits.ts'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { brokerWith, job, ordinary } from '#tests/lib/sandbox/fixture.ts'
import { type Walked, walk } from '#tests/lib/sandbox/walk.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openSandbox({ broker: brokerWith(ordinary), processes: 1 })
})
afterAll(() => sandbox.close())

const stream = {
  ...{ id: '7', trigger: 'orders', occasion: 'fire', traits: { order: 17 } },
  firstEvent: '2026-03-01T12:00:00.000001Z',
  lastEvent: '2026-03-01T12:05:00.000000Z',
  url: 'https://belfry.example.com/streams/7',
}
const event = (uid: string, traits: Record<string, Plain> = {}) => ({
  ...{ uid, type: 'order.paid', at: '2026-03-01T12:00:00.000001Z' },
  ...{ start: '2026-03-01T12:00:00.000001Z', id: 'tree', host: 'web', pid: null, traits },
})
const step = (
  script: string,
  events: Plain[] = [event('a'), event('b')],
  env: Record<string, Plain> = {},
) => sandbox.run(job(script, { stream, step: { events, env } }))

describe('a step of a pipeline', () => {
  test('returns events whole', async () => {
    const { state, result } = await step('return events.filter(event => event.uid === "b")')
    expect(state).toBe('OK')
    expect(result?.events).toEqual([expect.objectContaining({ uid: 'b', traits: {} })])
  })

  test('returns nothing when all are to go on', async () => {
    expect(await step('console.log(events.length)')).toMatchObject({
      result: { events: null, env: null },
      output: expect.stringContaining('2'),
    })
  })

  test('knows its stream and the times of its events as dates', async () => {
    const { output } = await step(
      `console.log(stream.trigger, stream.traits.order, stream.firstEvent.getTime(), events[0].at instanceof Date)`,
    )
    expect(output.trim()).toBe('orders 17 1772366400000 true')
  })

  test('hands on what it set in its env, and reads what others set', async () => {
    const { result } = await step('env.total = env.before + 1; env.list = [1]', [], { before: 41 })
    expect(result?.env).toEqual({ before: 41, total: 42, list: [1] })
  })

  test('asks sources', async () => {
    const { result } = await step('return [await sources.test.echo({ uid: "c" })]')
    expect(result?.events).toEqual([{ uid: 'c' }])
  })

  test.each([
    ['fail("no payment")', 'ALARM', 'no payment', 1],
    ['\nthrow new Error("broken")', 'ERROR', 'broken', 2],
    ['record("x", 1)', 'ERROR', 'record is not defined', 1],
    ['return previous', 'ERROR', 'previous is not defined', 1],
  ])('%j ends it', async (script, state, message, line) => {
    expect(await step(script)).toMatchObject({ state, message, line })
    expect(await step(script)).not.toHaveProperty('result')
  })

  test('that returns more than it may is told so', async () => {
    const script = `return [{ type: 'x', traits: { text: 'x'.repeat(${STREAM_LIMIT}) } }]`
    expect(await step(script)).toMatchObject({
      ...{ state: 'ERROR', reason: 'invalid value' },
      message: 'the step returned more than it may',
    })
  })

  test('whose result cannot be told as JSON is told so', async () => {
    expect(await step('const a: any[] = []; a.push(a); return a')).toMatchObject({
      ...{ state: 'ERROR', reason: 'exception' },
      message: expect.stringContaining('circular'),
    })
  })
})

describe('what came from outside', () => {
  const nasty = JSON.parse(
    `{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "toJSON": "x", "then": "y"}`,
  )

  test('is data in a step, whatever its names are', async () => {
    const { result, output } = await step(
      `console.log(({} as any).polluted, Object.getPrototypeOf(events[0].traits) === Object.prototype, Object.keys(events[0].traits).join())
       return events`,
      [event('a', nasty)],
    )
    expect(output.trim()).toBe('undefined true __proto__,constructor,toJSON,then')
    const [back] = (result?.events ?? []) as { traits: object }[]
    expect(Object.keys(back?.traits ?? {})).toEqual(['__proto__', 'constructor', 'toJSON', 'then'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test('is data in a monitor that is run for a stream', async () => {
    const { value, message } = await sandbox.run(
      job('return `${stream.events.length} ${stream.events[0].at.toISOString()}`', {
        stream: { ...stream, eventCount: 1, events: [event('a', nasty)] },
      }),
    )
    expect(message).toBe('Monitor Passed')
    expect(value).toBe('1 2026-03-01T12:00:00.000Z')
  })

  test('leads out of the realm of a script as little as anything else', async () => {
    const { message, result } = await step(
      `${walk}\nreturn walk({ events, stream, env }) as any`,
      [event('a', nasty)],
      { nasty },
    )
    expect(message).toBe('Monitor Passed')
    const { seen, foreign } = (result?.events ?? {}) as unknown as Walked
    expect(seen).toBeGreaterThan(100)
    expect(foreign).toEqual([])
  })
})

test('the stream is null in ordinary runs', async () => {
  expect((await sandbox.run(job('return String(stream)'))).value).toBe('null')
})

describe('a step that means harm', () => {
  test.each([
    [
      'through toJSON of everything',
      `Object.prototype.toJSON = () => 'x'.repeat(1e6); return events`,
    ],
    ['through toJSON of texts', `String.prototype.toJSON = () => 'gone'; return events`],
    ['with a getter', `return [{ get uid() { throw new Error('trap') } }]`],
    ['with a proxy', `return new Proxy([], { get() { throw new Error('trap') } })`],
    [
      'with a changed JSON',
      `JSON.stringify = () => '{"how":"returned"'; JSON.parse = () => 1; return events`,
    ],
    [
      'with a changed Array',
      `Array.prototype.map = () => []; Array.prototype[Symbol.iterator] = null as any; return events`,
    ],
    ['with a thenable', `return { then(done: any) { done([]); done([1]) } }`],
  ])('%s harms nobody else', async (_, script) => {
    const outcome = await step(
      `const Object: any = globalThis.Object, String: any = globalThis.String\n${script}`,
    )
    expect(outcome.reason).not.toBe('runner lost')
    expect(await step('return []')).toMatchObject({ state: 'OK', result: { events: [] } })
  })

  test('that never ends is ended', async () => {
    const endless = job('for (;;);', { stream, step: { events: [], env: {} }, timeoutMs: 200 })
    expect(await sandbox.run(endless)).toMatchObject({ state: 'ERROR', reason: 'timeout' })
  })
})
