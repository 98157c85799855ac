import vm from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Plain } from '#lib/plugin.ts'
import { sourcePlugins } from '#lib/registry.ts'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { job, ordinary } from '#tests/lib/sandbox/fixture.ts'
import { type Walked, walk } from '#tests/lib/sandbox/walk.ts'

/** Everything a script can lay its hands on is walked, and none of it leads out of the script's own realm. */

/** What sources answer is JSON of one of these shapes; a page is what `http` answers. */
const answers: Plain[] = [
  { status: 200, headers: { a: 'b' }, text: '{"up":[true]}', rows: [[1, 'a', null]] },
  [
    [1.5, 1_700_000_000],
    [null, 1_700_000_060],
  ],
  { deep: { deeper: { list: [1, 'two', false, null, {}] } } },
  'text',
  0.5,
  null,
]
let asked = 0
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openSandbox({
    broker: {
      async call(call) {
        if (call.method === 'refuse') return ordinary.refuse?.(call) as Plain
        return answers[asked++ % answers.length] as Plain
      },
    },
    processes: 1,
  })
})
afterAll(() => sandbox.close())

async function walkOf(roots: string): Promise<Walked> {
  const script = `${walk}\nconst roots: Record<string, any> = {}\n${roots}
    const { seen, foreign } = walk(roots)
    for (const way of foreign) console.log('foreign: ' + way)
    return { seen, foreign: foreign.length }`
  const outcome = await sandbox.run(job(script, { timeoutMs: 60_000 }))
  expect(outcome.message).toBe('Monitor Passed')
  const { seen } = outcome.value as { seen: number }
  return { seen, foreign: outcome.output.match(/^foreign: .*$/gm) ?? [] }
}

const names =
  'sources record fail noData MonitorFailure previous monitor now sleep console mean median percentile stdev sum min max'

test.each<[string, number, string]>([
  [
    'the globals, and what the script is given',
    1_000,
    `Object.assign(roots, { globalThis, body: arguments, self: this, ${names.split(' ').join(', ')} })`,
  ],
  [
    'what every function of the scope gives and throws, whatever it is called with',
    100,
    `const odd: any[] = [undefined, null, -1, NaN, 2n, 'x', '__proto__', Symbol('s'), {}, [], [1, 'a'], () => 1, now, sources,
       new Proxy({}, { get() { throw new Error('trap') } }), { toString() { return {} } }, { toJSON() { return 1n } }]
     const functions = { record, fail, noData, MonitorFailure, sleep, ...console, mean, median, percentile, stdev, sum, min, max }
     for (const [name, f] of Object.entries(functions) as [string, any][])
       for (const [i, a] of odd.entries()) for (const b of [undefined, 1, odd]) {
         try { roots[name + i + ' gave'] = f(a, b) } catch (error) { roots[name + i + ' threw'] = error }
         try { roots[name + i + ' made'] = new f(a, b) } catch (error) { roots[name + i + ' did not make'] = error }
       }
     for (const [name, given] of Object.entries(roots))
       if (given instanceof Promise) roots[name + ' at last'] = await given.catch((error: unknown) => error)`,
  ],
  [
    'what sources give, and their failures',
    50,
    `for (const args of [[], [1], [{ a: [1] }], [undefined, null]]) roots['answer ' + args.length] = await sources.test.echo(...args)
     for (let i = 0; i < 12; i++) { roots['answer of ' + i] = await sources.test.echo(i); roots['pending ' + i] = sources.test.echo(i) }
     roots.page = await sources.http.get('x')
     try { roots.json = roots.page.json() } catch (error) { roots.noJson = error }
     roots.refused = await sources.test.refuse().catch((error: unknown) => error)
     roots.unknown = await sources['__proto__'].constructor().catch((error: unknown) => error)
     const loop: any = {}; loop.loop = loop
     for (const bad of [loop, 1n, { toJSON() { throw [1] } }, 'x'.repeat(300_000)])
       roots['refused ' + typeof bad + Object.keys(roots).length] = await sources.test.echo(bad).catch((error: unknown) => error)
     roots.all = await Promise.allSettled([sources.test.refuse(), sources.test.echo(1), sleep(1), sleep(-1)])
     roots.any = await Promise.any([sources.test.refuse(), sources.test.refuse()]).catch((error: unknown) => error)
     roots.tooMany = await Promise.allSettled(Array.from({ length: 1_000 }, () => sources.test.echo(1)))`,
  ],
  [
    'the errors that V8 itself makes, and the places in their stacks',
    1_000,
    `Error.prepareStackTrace = (error, sites) => sites
     const sitesOf = (error: any) => (Array.isArray(error?.stack) ? error.stack : [])
     const deep = (): any => deep()
     const tries: (() => any)[] = [deep, () => (null as any).x, () => eval('1 +'), () => new Function('}'), () => JSON.parse('{'),
       () => new RegExp('('), () => new Array(-1), () => new ArrayBuffer(2 ** 53), () => 'x'.repeat(2 ** 30), () => 1n as any + 1,
       () => Symbol() + '', () => decodeURIComponent('%'), () => new Proxy(1 as any, {}), () => structuredClone(1), () => 2n ** 10n ** 10n,
       () => Object.defineProperty(Object.freeze({}), 'a', { value: 1 }), () => new (class A { constructor() { throw this } })(),
       () => [3, 1].sort(() => { throw new Error('comparing') }), () => fail('x'), () => noData(), () => record('', 1),
       () => import('node:fs'), () => eval('import("node:fs")'), () => new Function('return import("data:text/javascript,1")')(),
       () => (async () => { throw new AggregateError([new Error('within')], 'all', { cause: globalThis }) })(), () => sources.test.refuse()]
     for (const [i, attempt] of tries.entries())
       try { roots['given ' + i] = await attempt() } catch (error) {
         roots['thrown ' + i] = error
         for (const [j, site] of sitesOf(error).entries())
           for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(site)))
             try { roots['site ' + i + ' ' + j + ' ' + method] = site[method]() } catch (error) { roots['site error ' + method] = error }
       }`,
  ],
  [
    'iterators, generators, and whatever else the language makes',
    300,
    `Object.assign(roots, [[][Symbol.iterator](), ''[Symbol.iterator](), new Map([[1, {}]]).entries(), new Set([1]).values(), 'a'.matchAll(/a/g),
       (function* () { yield arguments })(), (async function* () { yield 1 })(), (async () => {})(), async () => {}, function* () {},
       new Intl.DateTimeFormat('de'), new Intl.Segmenter().segment('a b')[Symbol.iterator](), Iterator.from([1]).map(x => x), new Proxy({}, {}),
       new DataView(new ArrayBuffer(8)), new Error('e', { cause: new Error('c') }), Promise.withResolvers(), /(?<a>x)/d.exec('x'), Symbol.prototype,
       class A { static #b = 1; get c() { return A.#b } }, Object.getOwnPropertyDescriptors(globalThis), \`\${1}\`, ((s: any) => s)\`a\${1}b\`])
     let caught; try { await Promise.any([]) } catch (error) { caught = error }
     roots.caught = caught`,
  ],
])('%s', async (_, least, roots) => {
  const { seen, foreign } = await walkOf(roots)
  expect(foreign).toEqual([])
  expect(seen).toBeGreaterThan(least)
})

test.each(sourcePlugins().map(plugin => [plugin.id, Object.keys(plugin.methods)] as const))(
  'the methods of a source of type %s, and what they give',
  async (id, methods) => {
    const { seen, foreign } = await walkOf(`for (const name of ${JSON.stringify(methods)}) {
      const source = sources[${JSON.stringify(id)}] as any
      Object.assign(roots, { source, [name]: source[name], [name + ' given']: await source[name](1) })
    }`)
    expect(foreign).toEqual([])
    expect(seen).toBeGreaterThan(methods.length)
  },
)

test('the walk finds a host object where there is one', () => {
  const context = vm.createContext({ planted: () => process, holder: { deep: new Map() } })
  const walked: Walked = vm.runInContext(`(${walk})({ planted, holder, own: {} })`, context)
  expect(walked.foreign.length).toBeGreaterThan(1)
  expect(walked.foreign.some(way => way.startsWith('planted'))).toBe(true)
  expect(walked.foreign.some(way => way.startsWith('holder.deep'))).toBe(true)
  expect(vm.runInContext(`(${walk})({ own: {}, made: () => 1 })`, context).foreign).toEqual([])
})
