import { beforeEach, expect, test } from 'vitest'
import { complainBy } from '#client/complaints.ts'
import { encode } from '#client/encode.ts'

let complaints: string[]
beforeEach(() => {
  complaints = []
  complainBy(text => complaints.push(text))
})

const body = (value: unknown) => {
  const { type, body } = JSON.parse(encode({ type: 'job', body: { value } }, 'body') ?? '')
  expect(type).toBe('job')
  return body
}

const at = new Date(1_400_000_000_250)
class Point {
  x = 1
  at = at
}

test.each([
  ['texts and numbers', ['a', 1.5, true, null], ['a', 1.5, true, null]],
  ['nothing', undefined, undefined],
  ['dates', at, 1_400_000_000.25],
  ['dates far within', { list: [{ at }] }, { list: [{ at: 1_400_000_000.25 }] }],
  ['dates of distant years', new Date(1e15), 1e12],
  ['texts like dates', '2014-05-13T16:53:20.250Z', '2014-05-13T16:53:20.250Z'],
  ['big integers', 2n ** 70n, '1180591620717411303424'],
  ['maps and sets', new Map([['a', new Set([1])]]), { a: [1] }],
  ['errors', new TypeError('no luck'), { name: 'TypeError', message: 'no luck' }],
  ['things with a class', new Point(), { x: 1, at: 1_400_000_000.25 }],
  ['what says itself how it is told', { toJSON: () => ({ a: at }) }, { a: 1_400_000_000.25 }],
  ['functions and symbols, not at all', [() => 1, Symbol('a')], [null, null]],
  ['what is no number', Number.NaN, null],
  ['long texts, in part', 'x'.repeat(40_000), `${'x'.repeat(32_768)}…`],
])('%s can be told', (_, value, expected) => {
  expect(body(value)).toEqual(expected === undefined ? {} : { value: expected })
  expect(complaints).toEqual([])
})

const circle: Record<string, unknown> = {}
circle.itself = { circle }
let deep: unknown = 1
for (let i = 0; i < 20_000; i++) deep = [deep]

test.each([
  ['a circle', circle],
  [
    'a getter that throws',
    {
      get bad() {
        return raise('do not look')
      },
    },
  ],
  ['a toJSON that throws', { toJSON: () => raise('not me') }],
  ['a proxy that throws', new Proxy({}, { ownKeys: () => raise('nor me') })],
  ['more values than anybody reads', Array.from({ length: 20_000 }, (_, i) => [i])],
  ['more levels than anybody reads', deep],
])('of %s only that it was is told', (_, value) => {
  expect(body(value)).toBeNull()
  expect(complaints).toHaveLength(1)
  expect(complaints[0]).toMatch(/^the body cannot be encoded: /)
})

test('what is hostile beside the body, too, is not told at all', () => {
  expect(encode({ type: { toJSON: () => raise('nor this') }, body: {} }, 'body')).toBeUndefined()
})

function raise(message: string): never {
  throw new Error(message)
}
