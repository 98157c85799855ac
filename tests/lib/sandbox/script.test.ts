import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { brokerWith, job, ordinary } from '#tests/lib/sandbox/fixture.ts'

/** What a script is, and what becomes of it, through real runner processes. */
const broker = brokerWith(ordinary)
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openSandbox({ broker, processes: 1 })
})
afterAll(() => sandbox.close())
const run = (script: string) => sandbox.run(job(script))

test.each([
  ['nothing', 'const x = 1', null],
  ['null', 'return null', null],
  ['a whole number', 'return 42', 42],
  ['zero', 'return 0', 0],
  ['a fraction', 'return 0.005', 0.005],
  ['a text', 'return "all good"', 'all good'],
  ['an object of numbers', 'return { p50: 1, p99: 2.5 }', { p50: 1, p99: 2.5 }],
  ['what was recorded as the value', 'record("value", 7)', 7],
  ['the returned value rather than the recorded one', 'record("value", 7); return 8', 8],
])('a script that ends is OK and its value is %s', async (_, script, value) => {
  expect(await run(script)).toMatchObject({
    state: 'OK',
    reason: null,
    message: 'Monitor Passed',
    value,
  })
})

test.each([
  ['[1, 2]', 'an array'],
  ['NaN', 'NaN'],
  ['Infinity', 'Infinity'],
  ['true', 'a boolean'],
  ['10n', 'a bigint'],
  ['Symbol("x")', 'a symbol'],
  ['() => 1', 'a function'],
  ['new Date()', '[object Date]'],
  ['new Map()', '[object Map]'],
  ['{ a: "1" }', 'an object whose "a" is not a finite number'],
  ['{ a: { b: 1 } }', 'an object whose "a" is not a finite number'],
  [
    '(() => { const a: any = {}; a.a = a; return a })()',
    'an object whose "a" is not a finite number',
  ],
  ['[, , 1]', 'an array'],
  ['{ ["__proto__"]: 1 }', 'a name of a series'],
  ['Object.fromEntries(Array.from({ length: 1e6 }, (_, i) => [i, i]))', 'more than 100 names'],
])('returning %s is an error that says so', async (value, words) => {
  const outcome = await run(`return ${value}`)
  expect(outcome).toMatchObject({ state: 'ERROR', reason: 'invalid value', value: null })
  expect(outcome.message).toContain(words)
})

test('a text value keeps 255 characters and the cut is marked', async () => {
  expect((await run('return "é".repeat(255)')).value).toBe('é'.repeat(255))
  expect((await run('return "é".repeat(256)')).value).toBe(`${'é'.repeat(254)}…`)
})

test('minus zero is a number like any other', async () => {
  expect((await run('return -0')).value).toBe(0)
})

test('fail is an alarm with its message and line; what was recorded before is kept', async () => {
  const script = 'record("requests", 9)\nrecord("value", 0.6)\nfail("0.6 % of responses failed")'
  expect(await run(script)).toMatchObject({
    state: 'ALARM',
    reason: null,
    message: '0.6 % of responses failed',
    value: 0.6,
    series: { requests: 9 },
    line: 3,
  })
})

test('fail takes a value, which has to be one', async () => {
  expect(await run('record("value", 1); fail("bad", 5)')).toMatchObject({
    state: 'ALARM',
    value: 5,
  })
  expect(await run('fail("bad", [5])')).toMatchObject({ state: 'ERROR', reason: 'invalid value' })
})

test.each([
  ['the class', 'throw new MonitorFailure("by hand")'],
  ['its name', 'throw { name: "MonitorFailure", message: "by hand" }'],
  ['a class of its own', 'class Mine extends MonitorFailure {}; throw new Mine("by hand")'],
])('a MonitorFailure thrown by %s is an alarm', async (_, script) => {
  expect(await run(script)).toMatchObject({ state: 'ALARM', message: 'by hand' })
})

test.each([
  ['fail()', 'The monitor failed'],
  ['fail("")', ''],
  ['throw new MonitorFailure("")', ''],
])('%s is an alarm that says: %s', async (script, message) => {
  expect(await run(script)).toMatchObject({ state: 'ALARM', message })
})

test('a failure that is caught is none', async () => {
  expect(await run('try { fail("x") } catch {}; return 1')).toMatchObject({ state: 'OK', value: 1 })
})

test('any other throw is an error with its text and line; the value recorded before it is kept', async () => {
  const script = 'record("value", 3)\n\nthrow new RangeError("boom")'
  expect(await run(script)).toMatchObject({
    state: 'ERROR',
    reason: 'exception',
    message: 'boom',
    value: 3,
    line: 3,
  })
})

test('the line is the one in the script even when a built-in threw', async () => {
  expect(await run('const rows: number[] = []\n\n[].reduce((a, b) => a)')).toMatchObject({
    line: 3,
  })
})

test.each([
  ['undefined', 'undefined'],
  ['null', 'null'],
  ['"text"', 'text'],
  ['5', '5'],
  ['{ message: "plain object" }', 'plain object'],
  ['Object.freeze(new Error("frozen"))', 'frozen'],
  ['new Proxy({}, { get() { throw "from within" } })', 'from within'],
  ['{ get message() { throw 1 } }', 'something was thrown that cannot be described'],
])('throwing %s is an error', async (thrown, message) => {
  expect(await run(`throw ${thrown}`)).toMatchObject({
    state: 'ERROR',
    reason: 'exception',
    message,
  })
})

test('a rejection that nobody awaits does not end the run, nor does one after it', async () => {
  const script = 'void Promise.reject(new Error("unheeded")); await sleep(1); return 1'
  expect(await run(script)).toMatchObject({ state: 'OK', value: 1 })
})

test('record takes finite numbers and says so otherwise', async () => {
  expect((await run('record("a", 1); record("a", 2); record("b", 3)')).series).toEqual({
    a: 2,
    b: 3,
  })
  expect(await run('record("a", "1")')).toMatchObject({ reason: 'invalid value' })
  expect(await run('record("a", NaN)')).toMatchObject({ reason: 'invalid value' })
  expect(await run('record("", 1)')).toMatchObject({ reason: 'invalid value' })
})

test('the numbers of a returned object are series too', async () => {
  const outcome = await run('record("c", 3); return { a: 1, b: 2 }')
  expect(outcome.series).toEqual({ a: 1, b: 2, c: 3 })
})

test('noData ends the run without data', async () => {
  expect(await run('noData(); return 1')).toMatchObject({
    state: 'ERROR',
    reason: 'no data',
    message: 'No data',
  })
  expect((await run('noData("Graphite is empty")')).message).toBe('Graphite is empty')
})

test('a script knows its last run, its monitor and its planned time', async () => {
  const script = `return [
    previous.state, previous.value, previous.at!.toISOString(), monitor.name, monitor.tags.join(),
    now.toISOString(), now.getTimezoneOffset()
  ].join(' | ')`
  expect((await run(script)).value).toBe(
    'OK | 41 | 2026-03-01T11:59:00.000Z | Response codes | web | 2026-03-01T12:00:00.000Z | 0',
  )
})

test('a monitor that never ran has no previous time', async () => {
  const first = job('return String(previous.at)', {
    previous: { state: 'INACTIVE', value: null, at: null },
  })
  expect((await sandbox.run(first)).value).toBe('null')
})

test('the names of the scope may be used for something else', async () => {
  expect((await run('const sum = 1, now = 2, sources = 3; return sum + now + sources')).value).toBe(
    6,
  )
})

test('every name of the scope is there for a script that looks them up while it runs', async () => {
  const names =
    'sources record fail noData MonitorFailure previous monitor now sleep console mean median percentile stdev sum min max'
  const script = `return '${names}'.split(' ').filter(name => eval('typeof ' + name) === 'undefined').join()`
  expect((await run(script)).value).toBe('')
})

test('nothing in the scope writes anything but this run’s own series and output', async () => {
  const script = `return [...Object.getOwnPropertyNames(globalThis).filter(name => /^[a-z]/.test(name))].sort().join(' ')`
  expect((await run(script)).value).toBe(
    'decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined unescape',
  )
})

test('statistics are in scope', async () => {
  expect((await run('return percentile([1, 2, 3, 4], 50) + mean([1, null, 3])')).value).toBe(4.5)
})

test('console output is kept line by line, objects as JSON', async () => {
  const script = `console.log('a', 1, null, undefined, { b: [1n] }, new Map([[1, 2]]))
    console.warn(() => 1); const loop = {}; loop.self = loop; console.error(loop); console.debug(Symbol('s'))`
  expect((await run(script)).output.split('\n')).toEqual([
    'a 1 null undefined {"b":["1"]} [[1,2]]',
    '[function ]',
    '[Converting circular structure to JSON]',
    'Symbol(s)',
    '',
  ])
})

test('of long output the first and the last 32 KiB are kept, with a mark between', async () => {
  const { output } = await run(
    'for (let i = 0; i < 20000; i++) console.log(("line " + i).padEnd(20, "."))',
  )
  expect(output.startsWith('line 0.')).toBe(true)
  expect(output.endsWith('line 19999..........\n')).toBe(true)
  expect(output).toMatch(/\n… \d+ characters left out …\n/)
  expect(output.length).toBeLessThan(66_000)
})

test('output has no control characters but line feeds and tabs', async () => {
  expect((await run('console.log("\\x1b[31mred\\0\\r\\nnext\\t\\ud800")')).output).toBe(
    '�[31mred�\nnext\t�\n',
  )
})

test('messages read in the direction in which they were written', async () => {
  expect((await run('fail("paid \\u202etoN\\u2066")')).message).toBe('paid �toN�')
})

test('a source call gets its arguments and gives its answer', async () => {
  const outcome = await run('return (await sources.test.echo({ a: [1, "x"] })).a.join()')
  expect(outcome).toMatchObject({ state: 'OK', value: '1,x' })
  expect(outcome.calls).toEqual([
    {
      source: 'test',
      method: 'echo',
      args: '[{"a":[1,"x"]}]',
      durationMs: expect.any(Number),
      bytes: 13,
      result: '{"a":[1,"x"]}',
      error: null,
    },
  ])
})

test('arguments that are left out are undefined to the source', async () => {
  await run('await sources.test.echo(1, undefined, "x", undefined)')
  expect(broker.asked.at(-1)?.args).toEqual([1, undefined, 'x'])
})

test('an unhandled failure of a source is an error of that kind, at the line that asked', async () => {
  const outcome = await run('const a = 1\nawait sources.test.refuse(a)')
  expect(outcome).toMatchObject({
    state: 'ERROR',
    reason: 'source',
    message: 'connection refused',
    line: 2,
  })
  expect(outcome.calls).toMatchObject([
    { method: 'refuse', error: 'connection refused', result: null },
  ])
})

test('a failure of a source that the script handles is its own business', async () => {
  const script = 'try { await sources.test.refuse() } catch (error: any) { return error.message }'
  expect(await run(script)).toMatchObject({ state: 'OK', value: 'connection refused' })
})

test('a source that does not exist is told by the broker', async () => {
  expect(await run('await sources.graphit.getSum("x")')).toMatchObject({
    reason: 'source',
    message: 'There is no source "graphit".',
  })
})

test('the broker is told which sources the monitor may use, and how much time is left', async () => {
  await sandbox.run(job('await sources.test.echo(1)', { sources: ['test'], timeoutMs: 5_000 }))
  const { allowed, timeoutMs } = broker.asked.at(-1) ?? {}
  expect(allowed).toEqual(['test'])
  expect(timeoutMs).toBeGreaterThan(0)
  expect(timeoutMs).toBeLessThanOrEqual(5_000)
})

test('an answer of a web server parses its text on demand', async () => {
  expect((await run('return String((await sources.test.page()).json().up)')).value).toBe('true')
})

test('sleep waits', async () => {
  const outcome = await run('const start = Date.now(); await sleep(30); return Date.now() - start')
  expect(outcome.value).toBeGreaterThanOrEqual(29)
})

test.each([
  ['a missing expression', 'const x = 1\nconst y: number = ;', 2],
  ['a missing end', 'if (true) {\n  fail("x")', 2],
  ['a name declared twice', 'let a = 1\n\nlet a = 2', 3],
  ['an enum, which is more than types', 'enum A { B }', 1],
  ['an import', 'import fs from "node:fs"', 1],
])('%s is a syntax error at its line', async (_, script, line) => {
  expect(await run(script)).toMatchObject({ state: 'ERROR', reason: 'syntax', line, durationMs: 0 })
})

test('types of all kinds are taken off', async () => {
  const script = `interface Point { value: number; at?: Date }
    type Maybe<T> = T | undefined
    const points = [{ value: 1 }, { value: 2 }] as const satisfies readonly Point[]
    function last<T>(list: readonly T[]): Maybe<T> { return list[list.length - 1]! }
    return last<Point>(points)!.value as number`
  expect((await run(script)).value).toBe(2)
})
