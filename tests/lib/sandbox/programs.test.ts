import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Outcome } from '#lib/sandbox/contract.ts'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { brokerWith, job, ordinary } from '#tests/lib/sandbox/fixture.ts'

/** How many random programs are run; more by `BELFRY_PROGRAMS`. */
const PROGRAMS = Number(process.env.BELFRY_PROGRAMS ?? 150)
const AT_ONCE = 10
const LIMIT_MS = 300

const value = fc.constantFrom(
  '1',
  '-0',
  'NaN',
  '2n ** 70n',
  '"text"',
  '"\\ud800\\0"',
  '[]',
  '[1, [2, [3]]]',
  '{ a: 1 }',
  '{ a: NaN }',
  'null',
  'undefined',
  'Symbol("s")',
  'new Date(NaN)',
  'new Map([[1, 2]])',
  '() => 1',
  'new Proxy({}, {})',
  'new Proxy({}, { get() { throw 1 }, ownKeys() { throw 2 } })',
  '{ get a() { for (;;) {} } }',
  '{ toJSON() { throw 1 } }',
  '{ toString() { return {} } }',
  'Object.create(null)',
  'new Error("e", { cause: 1 })',
  '{ name: "MonitorFailure", message: "m", value: [1] }',
  '{ then(f: any) { f(2) } }',
  '{ then() {} }',
  'globalThis',
  'sources',
  'arguments',
  'now',
  'new Uint8Array(1e6)',
  '"x".repeat(1e6)',
  'Array(1e4).fill({ a: [1] })',
  'Promise.reject(new Error("r"))',
  'sources.test.echo(1)',
)

const statement = fc.oneof(
  value.map(v => `console.log(${v})`),
  value.map(v => `record('a', ${v} as any)`),
  value.map(v => `record(${v} as any, 1)`),
  value.map(v => `await sources.test.echo(${v})`),
  value.map(v => `fail(${v} as any, ${v} as any)`),
  value.map(v => `throw ${v}`),
  value.map(v => `return ${v}`),
  value.map(v => `await (${v} as any)`),
  value.map(v => `void (${v})`),
  value.map(v => `JSON.stringify(${v})`),
  fc.constantFrom(
    'await sources.test.refuse()',
    'await sources.test.never()',
    'void sources.test.refuse()',
    'await sources.none.such()',
    'await sleep(1)',
    'await Promise.all(Array.from({ length: 50 }, (_, i) => sources.test.echo(i)))',
    'for (;;) {}',
    'await null; for (;;) {}',
    'const spin = (): any => Promise.resolve().then(spin); spin()',
    'await new Promise(() => {})',
    'const held: any[] = []; for (;;) held.push(new Array(1e5).fill(1))',
    'let grown = "x"; for (;;) grown += grown',
    'const deep = (): any => deep(); deep()',
    '/^(a+)+$/.test("a".repeat(40) + "b")',
    'for (let i = 0; i < 1e5; i++) console.log(i)',
    'Object.prototype.toJSON = () => "p"',
    'Promise.prototype.then = () => { throw 1 }',
    'Array.prototype[Symbol.iterator] = function* () {}',
    'String.prototype.slice = () => ({}) as any',
    'for (const name of ["how", "message", "stack", "value", "at"]) Object.defineProperty(Object.prototype, name, { get: () => ({}) })',
    'Error.prepareStackTrace = () => { throw 1 }',
    'Error.stackTraceLimit = Infinity',
    'globalThis.Promise = null as any',
    'JSON.parse = null as any',
    'import("node:fs")',
    'eval("1 +")',
    'new Function("return process")()',
    'noData()',
    'delete (globalThis as any).Object',
    'structuredClone?.({})',
    'Object.freeze(globalThis)',
    'await (async () => { throw undefined })()',
    'try { fail("x") } finally { return 5 }',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

const program = fc.array(statement, { minLength: 1, maxLength: 5 }).map(lines => lines.join('\n'))

const reasons = [
  null,
  'exception',
  'syntax',
  'timeout',
  'memory',
  'invalid value',
  'source',
  'no data',
]

function checkSound(
  script: string,
  { state, reason, value, series, message, output, calls, durationMs }: Outcome,
) {
  const why = `${JSON.stringify(script)} came to ${state}, ${reason}: ${message}`
  expect(['OK', 'ALARM', 'ERROR'], why).toContain(state)
  expect(reasons, why).toContain(reason)
  expect(state === 'ERROR', why).toBe(reason !== null)
  expect(Object.values(series).every(Number.isFinite), why).toBe(true)
  expect(message.length, why).toBeLessThanOrEqual(4096)
  expect(output.length, why).toBeLessThan(66_000)
  expect(durationMs, why).toBeLessThan(30_000)
  JSON.stringify([value, series, message, output, calls], (name, part) => {
    for (const text of [name, part])
      if (typeof text === 'string') expect(isStorable(text), why).toBe(true)
    return part
  })
}

/** PostgreSQL refuses NUL, and half a character in JSON. */
const isStorable = (text: string) => text.isWellFormed() && !text.includes('\0')

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openSandbox({ broker: brokerWith(ordinary), processes: 2 })
})
afterAll(() => sandbox.close())

test('whatever a program does, it ends as what it is and its neighbours end well', async () => {
  const programs = fc.sample(program, {
    numRuns: PROGRAMS,
    seed: Number(process.env.BELFRY_SEED ?? 46),
  })
  const left = [...programs]
  const lane = async () => {
    for (let script = left.pop(); script !== undefined; script = left.pop()) {
      const neighbour = sandbox.run(job('await sleep(5); return await sources.test.echo(7)'))
      checkSound(script, await sandbox.run(job(script, { timeoutMs: LIMIT_MS })))
      expect(await neighbour, script).toMatchObject({ state: 'OK', value: 7 })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  expect(sandbox.stats()).toMatchObject({ running: 0, waiting: 0, lost: 0 })
}, 3_600_000)
