import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { brokerWith, job, ordinary } from '#tests/lib/sandbox/fixture.ts'

/**
 * Scripts that want out, or want everything. Each ends as what it is, and a neighbour that runs at the same time
 * in the same process notices nothing. The numbers are those of the list of attacks.
 */
const broker = brokerWith({ ...ordinary, hostile: () => '(a+)+$' })
let sandbox: Sandbox
let neighbour: Promise<unknown>

beforeAll(async () => {
  sandbox = await openSandbox({ broker, processes: 1 })
})
afterAll(() => sandbox.close())

const run = (script: string, timeoutMs = 120_000) => sandbox.run(job(script, { timeoutMs }))
/** Ends well, whatever is run beside it. */
const besideNeighbour = async (script: string, timeoutMs?: number) => {
  neighbour = sandbox.run(job('await sleep(50); return await sources.test.echo(1)'))
  const outcome = await run(script, timeoutMs)
  expect(await neighbour).toMatchObject({ state: 'OK', value: 1 })
  return outcome
}

beforeEach(async () => {
  // Whatever the attack before did, the next run is an ordinary one.
  expect(await run('return typeof Object.prototype.polluted')).toMatchObject({ value: 'undefined' })
})

describe('1–12: nothing leads out', () => {
  test.each([
    ['this', 'return typeof this'],
    ['a global process', 'return typeof process'],
    ['require', 'return typeof require'],
    ['the function constructor', 'return new Function("return typeof process")()'],
    ['indirect eval', 'return (0, eval)("typeof process")'],
    [
      'an async function’s constructor',
      'return await (async () => {}).constructor("return typeof process")()',
    ],
    [
      'a generator’s constructor',
      'return (function*(){}).constructor("yield typeof process")().next().value',
    ],
    ['WebAssembly', 'return typeof WebAssembly'],
    ['SharedArrayBuffer', 'return typeof SharedArrayBuffer'],
    ['Atomics', 'return typeof Atomics'],
    ['finalizers', 'return typeof FinalizationRegistry'],
    ['timers', 'return typeof setTimeout'],
    ['a fine clock', 'return typeof performance'],
    ['another fine clock', 'return typeof (globalThis as any).Temporal'],
    ['a way to copy structures', 'return typeof structuredClone'],
    ['the network', 'return typeof fetch'],
    ['the way the script was started', 'return typeof $run'],
  ])('%s is not there', async (_, script) => {
    expect(await run(script)).toMatchObject({ state: 'OK', value: 'undefined' })
  })

  test('the clock tells milliseconds and nothing finer', async () => {
    const script = `let now = Date.now(), end = now + 20, fine = 0
      while (now < end) { now = Date.now(); if (!Number.isInteger(now)) fine++ }
      return fine`
    expect(await run(script)).toMatchObject({ state: 'OK', value: 0 })
  })

  test.each([
    'arguments.callee',
    '(function () { return arguments.callee })()',
    'sleep.caller',
    'record.arguments',
    '[1].map(function f() { return f.caller })',
  ])('%s tells nothing of its caller', async expression => {
    expect(await run(`return ${expression}`)).toMatchObject({ state: 'ERROR', reason: 'exception' })
  })

  test.each([
    ['import("node:fs")'],
    ['import("file:///etc/passwd")'],
    ['import("data:text/javascript,export default 1")'],
    ['(0, eval)("import(\'node:fs\')")'],
    ['new Function("return import(\'node:fs\')")()'],
  ])('%s is refused', async expression => {
    expect(await run(`await ${expression}`)).toMatchObject({ state: 'ERROR' })
  })

  test('stacks and call sites name no file of ours', async () => {
    const script = `
      Error.prepareStackTrace = (_, sites) => sites.map(site =>
        [site.getFileName(), site.getFunction(), site.getThis(), site.getEvalOrigin()].join('|')).join('\\n')
      let text = ''
      try { await sources.test.refuse() } catch (error: any) { text += error.stack }
      try { null!.x } catch (error: any) { text += error.stack }
      console.log(text)
      return /\\/|node:|lib/.test(text) ? text : 'clean'`
    expect((await run(script)).value).toBe('clean')
  })

  test('no name of the bridge can be found', async () => {
    const script = `
      const texts = [record, fail, noData, sleep, sources.test.echo, console.log, mean, MonitorFailure].map(String)
      texts.push(...Object.getOwnPropertyNames(globalThis))
      return texts.filter(text => /\\bivm\\b|isolated|ExternalCopy|_host|Isolate/.test(text)).join()`
    expect((await run(script)).value).toBe('')
  })

  test('errors of sources are plain errors of the script’s own', async () => {
    const script = `
      try { await sources.test.refuse() } catch (error) {
        return [error instanceof Error, Object.keys(error as object).join(), (error as any).cause].join()
      }`
    expect((await run(script)).value).toBe('true,,')
  })
})

describe('4–6: values are handed over as text, whatever was done to the built-ins', () => {
  test.each([
    ['toJSON on all objects', 'Object.prototype.toJSON = () => "polluted"'],
    ['then on all objects', 'Object.prototype.then = function (f: any) { f(666) }'],
    ['a setter for the first element', 'Object.defineProperty(Array.prototype, 0, { set() {} })'],
    ['JSON replaced', 'JSON.stringify = () => "]["; JSON.parse = () => ({})'],
    ['Promise.prototype.then replaced', 'Promise.prototype.then = () => { throw 1 }'],
    ['Promise’s constructor replaced', 'Promise.prototype.constructor = class {} as any'],
    ['calls replaced', 'Function.prototype.call = Function.prototype.apply = () => 1'],
    ['Reflect replaced', 'Reflect.apply = () => 1'],
    ['texts’ methods replaced', 'String.prototype.slice = () => ({ length: 1e9 }) as any'],
    ['arrays’ methods replaced', 'Array.prototype.join = Array.prototype.map = () => ({}) as any'],
    ['arrays’ iterator replaced', 'Array.prototype[Symbol.iterator] = function* () {}'],
    ['maps replaced', 'WeakMap.prototype.get = WeakMap.prototype.set = () => "alarm" as any'],
    ['number checks replaced', 'Number.isFinite = () => true; Number.isNaN = () => false'],
    ['a species of its own', 'Object.defineProperty(Promise, Symbol.species, { value: class {} })'],
  ])('%s harms no one else', async (_, poison) => {
    const ends = [
      'return 5',
      'return NaN',
      'fail("x", { a: NaN })',
      'throw { toString: 1 }',
      'return { a: NaN }',
    ]
    for (const end of ends) {
      const outcome = await besideNeighbour(
        `${poison}\nconsole.log('a', [1], { a: 1 }); record('a', 1)\nawait sources.test.echo({ a: 1 })\n${end}`,
        1_000,
      )
      expect(['OK', 'ALARM', 'ERROR']).toContain(outcome.state)
      const numbers = [...Object.values(outcome.series)]
      expect(numbers.every(Number.isFinite)).toBe(true)
    }
    expect(sandbox.stats().lost).toBe(0)
  })

  test.each([
    [
      'a kind of end that there is none of',
      'WeakMap.prototype.get = () => "bogus" as any; throw new Error("x")',
      { state: 'ERROR', reason: 'exception' },
    ],
    ['a source without a name', 'await sources[""].echo()', { state: 'ERROR', reason: 'source' }],
    [
      'calls that are made while the arguments of others are told',
      `const calls: Promise<unknown>[] = []
       for (let i = 0; i < 990; i++) calls.push(sources.test.echo())
       await Promise.all(calls)
       const more: Promise<unknown>[] = []
       const shifty = { toJSON() { if (more.length < 50 && ++depth < 50) more.push(sources.test.echo(shifty)); return 1 } }
       let depth = 0
       more.push(sources.test.echo(shifty))
       return (await Promise.allSettled(more)).filter(each => each.status === 'fulfilled').length`,
      { state: 'OK', value: 10 },
    ],
    [
      'arguments of calls that seem to be answered at once',
      `Promise.prototype.constructor = class {} as any
       Promise.prototype.then = function (go: any) { go('null') } as any
       const large = 'x'.repeat(200_000)
       for (let i = 0; i < 40; i++) sources.test.slow(50, large)
       return 1`,
      { state: 'OK' },
    ],
  ])('%s does not cost the process', async (_, script, end) => {
    const { processes } = sandbox.stats()
    expect(await besideNeighbour(script, 5_000)).toMatchObject(end)
    expect(sandbox.stats().processes).toEqual(processes)
  })

  test('pauses that seem to be over at once are refused beyond a hundred', async () => {
    const script = `
      const { then } = Promise.prototype
      Promise.prototype.constructor = class {} as any
      Promise.prototype.then = function (go: any) { go('') } as any
      let refused = 0
      for (let i = 0; i < 200; i++) sleep(1e9).catch
      for (let i = 0; i < 200; i++) { const made = sleep(1e9); Reflect.apply(then, made, [, () => { refused++ }]) }
      Promise.prototype.then = then
      await sources.test.echo(1)
      return refused`
    expect(await run(script, 5_000)).toMatchObject({ value: 200 })
  })

  test('proxies and getters as arguments are read once, inside', async () => {
    const script = `
      let reads = 0
      const shifty = { get key() { return ++reads } }
      const echoed = await sources.test.echo(new Proxy(shifty, {}))
      return { echoed: echoed.key, reads }`
    expect((await run(script)).value).toEqual({ echoed: 1, reads: 1 })
  })

  test('inspection symbols and conversions of values are never called outside', async () => {
    const script = `
      const trap = { [Symbol.for('nodejs.util.inspect.custom')]() { throw 1 }, [Symbol.toPrimitive]() { throw 2 },
        toString() { throw 3 }, valueOf() { throw 4 } }
      await sources.test.echo(trap)
      console.log(trap)
      return 1`
    expect(await run(script)).toMatchObject({ state: 'OK', value: 1 })
  })
})

describe('16–20: time', () => {
  test.each([
    ['an endless loop', 'for (;;) {}'],
    ['an endless loop after an answer', 'await sources.test.echo(1); for (;;) {}'],
    ['an endless loop in a microtask', 'await null; for (;;) {}'],
    [
      'microtasks without end',
      'const more = (): any => Promise.resolve().then(more); await more()',
    ],
    [
      'microtasks without end after the result',
      'const more = (): any => Promise.resolve().then(more); more(); return 1',
    ],
    ['a promise that never comes', 'await new Promise(() => {})'],
    ['a returned thenable that never calls', 'return { then() {} }'],
    ['a source that never answers', 'await sources.test.never()'],
    ['a loop in toJSON of an argument', 'await sources.test.echo({ toJSON() { for (;;) {} } })'],
    ['a loop in a getter of the value', 'return { get a() { for (;;) {} } }'],
    ['a loop in a proxy as the value', 'return new Proxy({}, { ownKeys() { for (;;) {} } })'],
    ['a loop in toString of an error', 'throw { get message() { for (;;) {} } }'],
    ['a loop while printing', 'console.log({ toJSON() { for (;;) {} } })'],
    ['backtracking', 'return /^(a+)+$/.test("a".repeat(40) + "b") ? 1 : 0'],
    [
      'backtracking by a source’s text',
      'return new RegExp("^" + await sources.test.hostile()).test("a".repeat(40) + "b") ? 1 : 0',
    ],
    ['a hostile comparator', '[...Array(1e5)].map((_, i) => i).sort(() => { for (;;) {} })'],
    [
      'an async generator without end',
      'async function* f() { for (;;) yield 1 } for await (const _ of f()) {}',
    ],
    ['sleeping too long', 'await sleep(1e12)'],
    ['a number that takes for ever to print', '(2n ** (2n ** 26n)).toString()'],
    ['a search that V8 itself cannot stop', 'mean(Array(2 ** 31))'],
    [
      'an endless async iterator as an argument',
      'for await (const _ of { [Symbol.asyncIterator]: () => ({ next: async () => ({ value: 1, done: false }) }) }) {}',
    ],
  ])('%s is a timeout', async (_, script) => {
    const outcome = await besideNeighbour(script, 300)
    expect(outcome).toMatchObject({ state: 'ERROR', reason: 'timeout' })
    expect(outcome.message).toBe('The script did not end within 300 ms')
  })

  test('what was recorded and printed before a timeout is kept', async () => {
    const script = 'console.log("before"); record("value", 5); record("a", 6); for (;;) {}'
    expect(await run(script, 300)).toMatchObject({
      reason: 'timeout',
      value: 5,
      series: { a: 6 },
      output: 'before\n',
    })
  })
})

describe('21–27: memory and depth', () => {
  test.each([
    ['an array that grows', 'const a: any[] = []; for (;;) a.push(new Array(1e5).fill(a.length))'],
    [
      'texts that grow',
      'let s = "x"; const all: any[] = []; for (;;) { s += s.length; all.push((s + all.length).repeat(1000).split("")) }',
    ],
    [
      'objects that grow',
      'const o: any = {}; for (let i = 0; ; i++) o["k" + i] = Array(1e5).fill({ i })',
    ],
    ['many buffers', 'const a: any[] = []; for (;;) a.push(new Uint8Array(20e6).fill(1))'],
    ['a map that grows', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, [i])'],
    [
      'held results of JSON',
      'const a: any[] = []; const t = JSON.stringify(Array(1e5).fill({ a: 1 })); for (;;) a.push(JSON.parse(t))',
    ],
  ])('%s is out of memory', async (_, script) => {
    const outcome = await besideNeighbour(script)
    expect(outcome).toMatchObject({ state: 'ERROR', reason: 'memory' })
    expect(outcome.message).toContain('128 MB')
  })

  test.each([
    ['recursion', 'const f = (): any => f(); f()'],
    ['mutual recursion', 'const f = (): any => g(), g = (): any => f(); f()'],
    ['recursion in toString', 'const o: any = { toString: () => String(o) }; String(o)'],
    ['recursion in a proxy', 'const p: any = new Proxy({}, { get: () => p.x }); p.x'],
    [
      'a deep value',
      'let a: any = []; for (let i = 0; i < 1e6; i++) a = [a]; await sources.test.echo(a)',
    ],
    ['a too long text', '"x".repeat(2 ** 30)'],
    ['a spread of very many', 'Math.max(...Array(1e7))'],
    ['a too large number', '2n ** (2n ** 40n)'],
    ['a too long array', 'new Array(2 ** 32)'],
    ['deep JSON', 'JSON.parse("[".repeat(1e6))'],
  ])('%s is an exception', async (_, script) => {
    expect(await besideNeighbour(script)).toMatchObject({ state: 'ERROR', reason: 'exception' })
  })

  test.each([
    [
      'a typed array spread into an array',
      'const a = Array.from(new Uint8Array(1e8)); return a.length',
    ],
    ['a huge text spread', 'const a = [..."x".repeat(2 ** 28)]; return a.length'],
    ['a huge array filled', 'new Array(2 ** 32 - 1).fill(0); return 1'],
    ['a huge text flattened at the border', 'let s = "x".repeat(2 ** 28); record(s + "y", 1)'],
    ['a huge message', 'throw new Error("x".repeat(2 ** 28))'],
    ['a huge printed line', 'console.log("x".repeat(2 ** 28)); return 1'],
    ['a huge argument', 'await sources.test.echo("x".repeat(2 ** 27))'],
    ['backtracking over 127 MB', '/^(a+)+$/.test("a".repeat(127e6) + "b")'],
    ['a name of a source of 127 MB', 'await sources["x".repeat(127e6)].get()'],
    [
      'JSON ten million wide',
      'JSON.parse("{" + Array.from({ length: 1e7 }, (_, i) => `"${i}":1`).join() + "}")',
    ],
    [
      'a buffer that is resized',
      'const b = new (ArrayBuffer as any)(1, { maxByteLength: 2 ** 32 }); b.resize(2 ** 32 - 1)',
    ],
  ])('%s ends, and no one else notices', async (_, script) => {
    const outcome = await besideNeighbour(script, 5_000)
    expect(['memory', 'timeout', 'exception', 'source', 'invalid value', null]).toContain(
      outcome.reason,
    )
    expect(outcome.message.length).toBeLessThanOrEqual(4096)
    expect(outcome.output.length).toBeLessThan(70_000)
  })
})

describe('27–28: what one script costs the others', () => {
  test('a script that kills its process is out of memory, and has a process to itself from then on', async () => {
    const killer = 'return [..."x".repeat(2 ** 28)].length // kills'
    expect(await besideNeighbour(killer)).toMatchObject({ state: 'ERROR', reason: 'memory' })
    const { processes } = sandbox.stats()
    expect(await besideNeighbour(killer)).toMatchObject({ state: 'ERROR', reason: 'memory' })
    expect(sandbox.stats().processes).toEqual(expect.arrayContaining(processes.slice(0, 1)))
  })

  test('arguments that wait for their answers are bounded, and the script is told', async () => {
    const script = `
      const large = 'x'.repeat(200_000)
      const all = Array.from({ length: 40 }, () => sources.test.echo(large))
      const failed = (await Promise.allSettled(all)).filter(each => each.status === 'rejected')
      console.log((failed[0] as any).reason.message)
      return failed.length`
    const outcome = await besideNeighbour(script)
    expect(outcome).toMatchObject({ state: 'OK', value: 35 })
    expect(outcome.output).toContain('the arguments of all calls under way are too large')
    expect(await run('return (await sources.test.echo("y".repeat(200_000))).length')).toMatchObject(
      { value: 200_000 },
    )
  })
})

describe('28–30: load and results', () => {
  test('ten thousand calls at once: a thousand are made, few at a time, and the others are told', async () => {
    let now = 0
    let most = 0
    const counting = await openSandbox({
      broker: brokerWith({
        echo: async ({ args }) => {
          most = Math.max(most, ++now)
          await new Promise(resolve => setImmediate(resolve))
          now--
          return args[0] as number
        },
      }),
      processes: 1,
    })
    const script = `
      const all = await Promise.allSettled(Array.from({ length: 10_000 }, (_, i) => sources.test.echo(i)))
      const failed = all.filter(each => each.status === 'rejected')
      console.log((failed[0] as any).reason.message)
      return all.length - failed.length`
    const outcome = await counting.run(job(script))
    await counting.close()
    expect(outcome).toMatchObject({ state: 'OK', value: 1_000 })
    expect(outcome.output).toContain('a run may make 1000 source calls')
    expect(most).toBe(16)
  })

  test('pauses by the thousand are refused beyond a hundred at once', async () => {
    const script = `
      const all = await Promise.allSettled(Array.from({ length: 5_000 }, () => sleep(1)))
      return all.filter(each => each.status === 'fulfilled').length`
    expect(await run(script)).toMatchObject({ state: 'OK', value: 100 })
  })

  test('a flood of output is kept in 64 KiB', async () => {
    const outcome = await besideNeighbour(
      'for (let i = 0; i < 1e6; i++) console.log(i, "\\x1b[2J")',
    )
    expect(outcome.state).toBe('OK')
    expect(outcome.output.length).toBeLessThan(66_000)
    expect(outcome.output.endsWith('999999 �[2J\n')).toBe(true)
  })

  test('records are limited', async () => {
    expect(await run('for (let i = 0; ; i++) record("a", i)')).toMatchObject({
      reason: 'exception',
    })
    expect(await run('for (let i = 0; ; i++) record("a" + i, i)')).toMatchObject({
      reason: 'exception',
    })
  })

  test('a result cannot pretend to be a state', async () => {
    expect(await run('return { state: "OK" }')).toMatchObject({
      state: 'ERROR',
      reason: 'invalid value',
    })
    expect(await run('fail("x"); return { how: "returned" }')).toMatchObject({ state: 'ALARM' })
  })
})

describe('31, 36, 39: names, messages and what is left behind', () => {
  test('a message keeps 4 KiB', async () => {
    const { message } = await run('fail("line\\r\\n\\0".repeat(1e6))')
    expect(message.length).toBeLessThanOrEqual(4096)
    expect(message.length).toBeGreaterThan(3000)
    expect(message.endsWith('…')).toBe(true)
    expect(message).not.toMatch(/[\r\0]/)
  })

  test.each(['constructor', 'prototype', '..', '%2f', '\u0000x', '\u202eevil', 'ünïcödé'])(
    'a series may be called %j',
    async name => {
      const { series, state } = await run(`record(${JSON.stringify(name)}, 1)`)
      expect(state).toBe('OK')
      expect(Object.values(series)).toEqual([1])
    },
  )

  test('what a run leaves behind is not there for the next', async () => {
    await run(
      'Object.prototype.polluted = 1; globalThis.left = 1; Array.prototype.map = null as any; return 1',
    )
    const script =
      'return [typeof ({} as any).polluted, typeof (globalThis as any).left, [1].map(x => x).length].join()'
    expect((await run(script)).value).toBe('undefined,undefined,1')
  })

  test('a slow leak of one monitor is not carried on', async () => {
    const script = 'globalThis.held = new Uint8Array(60e6).fill(1); return 1'
    for (let i = 0; i < 12; i++) expect(await run(script)).toMatchObject({ state: 'OK' })
  })
})
