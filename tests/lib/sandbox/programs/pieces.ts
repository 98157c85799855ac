import type { Reason } from '#lib/sandbox/contract.ts'

/** What becomes of a run by a piece of its program; `on`: the next piece has its turn. */
export type End = Reason | 'OK' | 'ALARM' | 'on'

/** A piece of a program, and every end that is right for it. */
export interface Piece {
  code: string
  ends: readonly End[]
}

const all = (ends: End[], codes: string[]): Piece[] => codes.map(code => ({ code, ends }))

/** A value, and what is right when a script returns it. Using it in another way may do the same, or throw. */
const values: Piece[] = [
  ...all(
    ['OK'],
    [
      '1',
      '-0',
      'null',
      'undefined',
      '"text"',
      '"\\ud800\\0\\u202e"',
      '"x".repeat(1e6)',
      '{ a: 1, ["b".repeat(100)]: 2 }',
      'Object.create(null)',
      'new Proxy({}, {})',
      '{ [Symbol.for("nodejs.util.inspect.custom")]() { throw 1 } }',
      '{ then(f: any) { f(2) } }',
      'sources.test.echo(1)',
      'Promise.resolve({ a: 1 })',
    ],
  ),
  ...all(
    ['invalid value'],
    [
      'NaN',
      '-Infinity',
      'true',
      '2n ** 70n',
      '[1, [2, [3]]]',
      'Symbol("s")',
      'now',
      'new Map([[1, 2]])',
      '() => 1',
      '{ a: NaN }',
      '{ ["__proto__"]: 1 }',
      '{ state: "OK", how: "returned" }',
      'globalThis',
      'new Error("e", { cause: new AggregateError([1]) })',
      'new Uint8Array(1e6)',
      'Array(1e4).fill({ a: [1] })',
      'Object.fromEntries(Array.from({ length: 1e4 }, (_, i) => [i, i]))',
      '{ toString() { return {} } }',
    ],
  ),
  ...all(
    ['exception'],
    [
      'new Proxy({}, { get() { throw 1 }, ownKeys() { throw 2 } })',
      '{ get a() { throw 1 } }',
      '{ get then() { throw 1 } }',
      'Promise.reject(new Error("r"))',
      'Promise.reject()',
    ],
  ),
  ...all(['source'], ['sources.test.refuse()', 'sources.none.such(1)']),
  ...all(
    ['timeout'],
    [
      '{ then() {} }',
      'new Promise(() => {})',
      'sources.test.never()',
      '{ get a() { for (;;) {} } }',
      'new Proxy({}, { ownKeys() { for (;;) {} } })',
    ],
  ),
]

/** What is done with a value. The script may get past it, or be thrown out of it. */
const uses: [(value: string) => string, End[]][] = [
  [value => `console.log(${value})`, ['on', 'exception']],
  [value => `record('a', ${value} as any)`, ['on', 'exception', 'invalid value']],
  [value => `record(${value} as any, 1)`, ['on', 'exception', 'invalid value']],
  [value => `await sources.test.echo(${value})`, ['on', 'exception', 'source']],
  [value => `await (${value} as any)`, ['on', 'exception']],
  [value => `void (${value})`, ['on']],
  [value => `JSON.stringify(${value})`, ['on', 'exception']],
  [value => `mean(${value} as any)`, ['on', 'exception']],
  [value => `fail(${value} as any, ${value} as any)`, ['ALARM', 'exception', 'invalid value']],
  [value => `noData(${value} as any)`, ['no data', 'exception']],
  [value => `throw ${value}`, ['exception', 'ALARM', 'invalid value']],
]

const loops = new Set<End>(['timeout'])
const used = values.flatMap(({ code, ends }) =>
  uses.map(([use, its]) => ({
    code: use(code),
    ends: [...its, ...ends.filter(end => loops.has(end) || end === 'source')],
  })),
)
const returned = values.map(({ code, ends }) => ({ code: `return ${code}`, ends }))

/** Quick to an end, or to the next piece; however they are repeated, they make fewer calls than a run may. */
export const quick: Piece[] = [
  ...returned,
  ...used.filter(({ ends }) => !ends.includes('timeout')),
  ...all(['ALARM'], ['fail("x")', 'throw { name: "MonitorFailure", message: "by hand" }']),
  // There may have been too many before.
  ...all(['on', 'exception'], ['record("series", 1)']),
  ...all(['no data'], ['noData()']),
  ...all(['source'], ['await sources.test.refuse()', 'await sources["__proto__"].constructor()']),
  ...all(
    ['on'],
    [
      'await sleep(1)',
      'await sources.test.echo(7)',
      'await Promise.all(Array.from({ length: 5 }, (_, i) => sources.test.echo(i)))',
      'void sources.test.refuse()',
      'void sources.test.never()',
      'void Promise.reject(new Error("unheeded"))',
      'console.log("\\x1b[2J".repeat(1e4))',
      '(globalThis as any).left = 1',
      'await (async () => { try { await sources.test.refuse() } catch {} })()',
    ],
  ),
  ...all(
    ['exception'],
    [
      'const deep = (): any => deep(); deep()',
      'const p: any = new Proxy({}, { get: () => p.x }); p.x',
      'const o: any = { toString: () => String(o) }; String(o)',
      'JSON.parse("[".repeat(1e5))',
      '"x".repeat(2 ** 30)',
      'new Array(2 ** 32)',
      '2n ** (2n ** 40n)',
      'await import("node:fs")',
      'await import("file:///etc/passwd")',
      'await new Function("return import(\'node:child_process\')")()',
      'new Function("process.env.CANARY")()',
      '(0, eval)("require(\'fs\')")',
      'sources.test.echo.constructor("return process")()',
      'await sleep.constructor("return ivm")()',
      'fail.caller',
      '(async () => {}).constructor("postMessage(1)").call().x.y',
      'new SharedArrayBuffer(8)',
      'new WebAssembly.Memory({ initial: 1 })',
      'throw undefined',
      'throw Object.freeze(new Error("frozen"))',
      'throw new AggregateError([new Error("a")], "b")',
      'throw Object.assign(new Error("e"), { cause: globalThis, toJSON() { for (;;) {} } })',
      'for (let i = 0; ; i++) record("a", i)',
      'Array.from({ length: 200 }, () => sleep("x" as any)); await sleep(-1)',
    ],
  ),
]

/** Never ends by itself, and waits. */
export const waiting: Piece[] = all(
  ['timeout'],
  [
    'await new Promise(() => {})',
    'await sources.test.never()',
    'await Promise.all(Array.from({ length: 100 }, () => sources.test.never()))',
    'await sleep(1e12)',
    'return { then() {} }',
    'for await (const _ of (async function* () { await new Promise(() => {}) })()) {}',
  ],
)

/** Never ends by itself, and computes. */
export const endless: Piece[] = [
  ...used.filter(({ ends }) => ends.includes('timeout')),
  ...all(
    ['timeout'],
    [
      'for (;;) {}',
      'await null; for (;;) {}',
      'await sources.test.echo(1); for (;;) {}',
      'const spin = (): any => Promise.resolve().then(spin); await spin()',
      'const spin = (): any => Promise.resolve().then(spin); spin(); return 1',
      '/^(a+)+$/.test("a".repeat(40) + "b")',
      '[3, 1, 2].sort(() => { for (;;) {} })',
      'for (const _ of (function* () { for (;;) yield 1 })()) {}',
      'const p: any = new Proxy(() => 1, { apply() { for (;;) {} } }); p()',
      'try { for (;;) {} } finally { return 5 }',
      'for (;;) try { throw 1 } catch {}',
      'await sources.test.echo({ toJSON() { for (;;) {} } })',
      'mean(Array(2 ** 31) as any)',
      'await sources.test.echo(1).then(() => { for (;;) {} })',
    ],
  ),
  // Looked at only when nobody catches it.
  ...all(['timeout', 'exception'], ['throw { get message() { for (;;) {} } }']),
  // Each of these comes to an end, too: of the pauses, the output or the memory that it may use.
  ...all(
    ['timeout', 'on'],
    [
      'for (let i = 0; i < 1e6; i++) console.log(i)',
      '"x".repeat(2 ** 24).replace(/x/g, "yy")',
      '(2n ** (2n ** 20n)).toString()',
      'Array.from({ length: 1e5 }, (_, i) => -i).sort()',
      'await Promise.allSettled(Array.from({ length: 5_000 }, () => sleep(1)))',
      'await Promise.allSettled(Array.from({ length: 3_000 }, (_, i) => sources.test.echo(i)))',
      '"ë".repeat(1e6).normalize("NFD")',
      'try { Math.max(...Array(1e6)) } catch {}',
    ],
  ),
]

/** Grows until it may grow no further. */
export const growing: Piece[] = all(
  ['memory', 'timeout', 'exception'],
  [
    'const held: any[] = []; for (;;) held.push(new ArrayBuffer(1e7))',
    'const held: any[] = []; for (;;) held.push(new Array(1e5).fill(held.length))',
    'const held: any = {}; for (let i = 0; ; i++) held["k" + i] = { i }',
    'const held = new Map(); for (let i = 0; ; i++) held.set(i, [i])',
    'const held: any[] = []; for (;;) held.push(JSON.parse("[" + "{},".repeat(1e5) + "1]"))',
    'let grown: any = "x"; for (;;) { grown = [grown, grown].join("y"); console.log(grown.length) }',
  ],
)

/** V8 ends the whole process for want of memory. */
export const killing: Piece[] = all(
  ['memory', 'timeout'],
  [
    'void [..."x".repeat(2 ** 28)]',
    'void Array.from(new Uint8Array(1e8))',
    'const held: any[] = []; for (;;) held.push(new Array(1e6).fill(1))',
    'void [].concat(...[new Array(3e7).fill(1)])',
  ],
)

/** Not a program at all. */
export const broken: Piece[] = all(
  ['syntax'],
  [
    'const x: number = ;',
    '}); evil(); (async () => {',
    'import fs from "node:fs"',
    'export default 1',
    'enum Colour { Red }',
    'await = 1',
    'return "\\u{zz}"',
    'let a; let a',
    'with (globalThis) {}',
    '`${',
    '/* never closed',
  ],
)

/** After these even what is ordinary may end in any way, for this run and no other. */
export const poison: string[] = [
  'Object.prototype.toJSON = () => "p"',
  '(Object.prototype as any).then = function (f: any) { f(666) }',
  'for (const name of ["how", "message", "stack", "value", "at"]) Object.defineProperty(Object.prototype, name, { get: () => ({}) })',
  'Object.defineProperty(Array.prototype, 0, { set() {} })',
  'Promise.prototype.then = () => { throw 1 }',
  'Object.defineProperty(Promise, Symbol.species, { value: class {} })',
  'Promise.prototype.constructor = class {} as any',
  'globalThis.Promise = null as any',
  'Array.prototype[Symbol.iterator] = function* () {}',
  'Array.prototype.push = Array.prototype.join = () => ({}) as any',
  'String.prototype.slice = () => ({}) as any',
  'Function.prototype.call = Function.prototype.apply = () => 1',
  'JSON.parse = null as any; JSON.stringify = () => "]["',
  'WeakMap.prototype.get = () => "alarm" as any',
  'Error.prepareStackTrace = (_, sites) => sites.map(site => site.getThis())',
  'Error.stackTraceLimit = Infinity',
  'delete (globalThis as any).Object',
  'Object.freeze(globalThis)',
  'Object.setPrototypeOf(Object.prototype, null); Object.setPrototypeOf(Array.prototype, new Proxy({}, {}))',
  'Number.isFinite = () => true',
]
