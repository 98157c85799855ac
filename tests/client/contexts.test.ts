import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  add,
  append,
  type Context,
  clearContexts,
  configure,
  context,
  currentContext,
  type Event,
  merge,
  set,
  start,
  timeit,
  wrap,
} from '#client/index.ts'

let events: Event[]
let complaints: string[]
beforeEach(() => {
  events = []
  complaints = []
  configure(event => events.push(event), { complain: text => complaints.push(text) })
  clearContexts()
})
afterEach(() => configure(null))

const bodies = () => events.map(({ type, body }) => [type, body])

test('what is set in a context goes out as one event at its end', () => {
  const result = context('request', () => {
    set('method', 'GET')
    set('response.status', 200)
    set('point', 1, 2)
    add('queries')
    add('queries', 2)
    append('tags', 'a')
    append('tags', 'b')
    merge('user', { name: 'ann' })
    merge('user', { id: 7 })
    return 'answer'
  })
  expect(result).toBe('answer')
  expect(events).toEqual([
    {
      ...{ type: 'request', id: expect.stringMatching(/^[0-9a-f]{32}$/) },
      ...{ uid: expect.stringMatching(/^[0-9a-f]{32}$/), host: expect.any(String) },
      ...{ pid: process.pid, start: expect.any(Number), end: expect.any(Number) },
      body: {
        ...{ method: 'GET', response: { status: 200 }, point: [1, 2], queries: 3 },
        ...{ tags: ['a', 'b'], user: { name: 'ann', id: 7 } },
      },
    },
  ])
  expect(events[0]?.end).toBeGreaterThanOrEqual(events[0]?.start ?? Number.NaN)
})

test('contexts in contexts share the id and end before what is around them', async () => {
  await context('request', async () => {
    await context('.sql', async () => set('rows', 3))
    await Promise.all([
      context('.cache', async () => {
        await Promise.resolve()
        set('which', 1)
      }),
      context('.cache', async () => set('which', 2)),
    ])
    set('ok', true)
  })
  expect(events.map(({ type }) => type).sort()).toEqual([
    ...['request', 'request.cache', 'request.cache', 'request.sql'],
  ])
  expect(new Set(events.map(({ id }) => id)).size).toBe(1)
  expect(new Set(events.map(({ uid }) => uid)).size).toBe(4)
  expect(events.at(-1)?.body).toEqual({ ok: true })
})

test('requests that are under way at the same time do not mix', async () => {
  const request = (user: string, ms: number) =>
    context('request', async () => {
      set('user', user)
      await new Promise(resolve => setTimeout(resolve, ms))
      await context('.sql', async () => set('for', user))
      set('again', user)
    })
  await Promise.all([request('ann', 5), request('bob', 1)])
  expect(currentContext()).toBeUndefined()
  const idOf = (user: string) => events.find(({ body }) => body?.user === user)?.id
  for (const user of ['ann', 'bob']) {
    const own = events.filter(({ id }) => id === idOf(user))
    expect(own.map(({ type, body }) => [type, body])).toEqual([
      ['request.sql', { for: user }],
      ['request', { user, again: user }],
    ])
  }
})

test.each([
  ['thrown', () => context('job', () => raise())],
  ['rejected', () => context('job', async () => raise())],
])('what is %s goes on and is kept', async (_, work) => {
  await expect((async () => work())()).rejects.toThrow('no luck')
  expect(events).toHaveLength(1)
  expect(events[0]?.body?.exception).toMatch(/^Error: no luck\n\s+at raise/)
})

test('what only begins when somebody waits for it is part of the work', async () => {
  const lazy = {
    // biome-ignore lint/suspicious/noThenProperty: it is what such libraries answer
    then: (resolve: (value: string) => void) => context('.sql', () => resolve('answer')),
  }
  expect(await context('request', () => lazy)).toBe('answer')
  expect(events.map(({ type }) => type)).toEqual(['request.sql', 'request'])
})

test('a wrapped function is a piece of work each time', () => {
  const double = wrap('double', (n: number) => {
    set('n', n)
    return 2 * n
  })
  expect([double(1), double(4)]).toEqual([2, 8])
  expect(bodies()).toEqual([
    ['double', { n: 1 }],
    ['double', { n: 4 }],
  ])
})

test('a wrapped method is its object’s still', () => {
  const till = {
    sum: 3,
    take: wrap('take', function (this: { sum: number }, amount: number) {
      this.sum += amount
      return this.sum
    }),
  }
  expect(till.take(4)).toBe(7)
  expect(events).toHaveLength(1)
})

test('a context can be left, entered again and ended by hand', () => {
  const job = start('job')
  set('a', 1)
  job.stop()
  set('lost', 1)
  job.start()
  set('b', 2)
  job.done()
  job.done()
  expect(bodies()).toEqual([['job', { a: 1, b: 2 }]])
})

test('outside of contexts nothing happens', () => {
  set('a', 1)
  add('b')
  append('c', 1)
  merge('d', { e: 1 })
  expect(timeit('f', () => 'done')).toBe('done')
  expect([events, complaints]).toEqual([[], []])
})

test('what comes too late, or has no place, is complained of and costs nothing else', () => {
  const job = start('job')
  job.set('list.0.name', 1)
  job.set('kept', true)
  job.done()
  job.set('late', 1)
  expect(bodies()).toEqual([['job', { kept: true }]])
  expect(complaints).toEqual([
    'RangeError: in "list.0.name" a number may only come last',
    'job has ended, late comes too late',
  ])
})

test.each([
  ['a key that is no text', (job: Context) => job.set(Symbol('a') as unknown as string, 1)],
  ['a key that is nothing', (job: Context) => job.append(undefined as unknown as string, 1)],
  ['values that fail', (job: Context) => job.merge('a', new Proxy({}, { ownKeys: () => raise() }))],
])('%s costs itself', (_, mistake) => {
  const job = start('job')
  mistake(job)
  job.set('kept', true)
  job.done()
  mistake(job)
  expect(bodies()).toEqual([['job', { kept: true }]])
})

test('a list that is appended to without end stays bounded', () => {
  context('job', () => {
    for (let i = 0; i < 6_000; i++) append('list', i)
  })
  expect(events[0]?.body?.list).toHaveLength(5_000)
  expect(complaints).toEqual(['RangeError: "list" has 5000 items already'])
})

test('what is not kept is not sent, nor anything below it', () => {
  context('request', { sample: ['.', -1] }, () => {
    context('.sql', () => set('a', 1))
    context('other', () => {})
  })
  expect(events.map(({ type }) => type)).toEqual(['other'])
})

test('a draw by the outermost context holds for all of a name in it', () => {
  for (let i = 0; i < 40; i++)
    context('request', () => {
      for (let k = 0; k < 5; k++) context('.sql', { sample: ['^', 0.5] }, () => {})
    })
  const perTree = new Map<unknown, number>()
  for (const { type, id } of events)
    if (type === 'request.sql') perTree.set(id, (perTree.get(id) ?? 0) + 1)
  expect(new Set(perTree.values())).toEqual(new Set([5]))
  expect(perTree.size).toBeGreaterThan(0)
  expect(perTree.size).toBeLessThan(40)
})

test('a receiver of events that fails harms nobody', () => {
  configure(() => raise())
  expect(context('job', () => 'done')).toBe('done')
  expect(complaints).toEqual(['an event could not be recorded: Error: no luck'])
})

test('a name that is none is told where it is given', () => {
  expect(() => context('a..b', () => {})).toThrow('"a..b" is not the name of a context')
})

function raise(): never {
  throw new Error('no luck')
}
