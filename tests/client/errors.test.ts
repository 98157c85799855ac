import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type CapturedError,
  captureError,
  clearContexts,
  configure,
  context,
  type Event,
  start,
} from '#client/index.ts'
import { traceIdOf } from '#client/traceparent.ts'
import { plainError } from '#lib/intake/errors/plain.ts'

let errors: CapturedError[]
let events: Event[]
let complaints: string[]
beforeEach(() => {
  ;[errors, events, complaints] = [[], [], []]
  configure(
    { event: event => events.push(event), error: error => errors.push(error) },
    { complain: text => complaints.push(text), release: '1.2', program: 'shop' },
  )
  clearContexts()
})
afterEach(() => configure(null))

/** As the intake reads what was sent. */
const read = () => errors.map(error => plainError.parse(JSON.parse(JSON.stringify(error))))

test('an error is told with its kind, its calls and what caused it', () => {
  const cause = new RangeError('too far')
  captureError(new TypeError('no luck', { cause }), {
    level: 'warning',
    tags: { shard: 3 },
    user: { id: 7 },
    extra: { attempt: 2 },
  })
  const [error] = read()
  expect(error).toMatchObject({
    ...{ message: 'TypeError: no luck', level: 4, release: '1.2', program: 'shop' },
    exceptions: [
      { type: 'TypeError', message: 'no luck' },
      { type: 'RangeError', message: 'too far' },
    ],
    details: { tags: { shard: '3' }, user: { id: 7 }, extra: { attempt: 2 } },
  })
  expect(error?.exceptions?.[0]?.frames[0]?.file).toContain('errors.test.ts')
  expect(errors[0]?.uid).toMatch(/^[0-9a-f]{32}$/)
})

test('an error and the events of its work have one trace', () => {
  context('request', () => {
    context('.sql', () => captureError(new Error('no luck')))
  })
  expect(read()[0]?.traceId).toBe(events[0]?.id)
})

test('one that is captured outside belongs to where it was thrown', async () => {
  const failing = context('request', () => context('.sql', async () => raise('no luck')))
  await failing.catch(error => context('other', () => captureError(error)))
  const [sql] = events
  expect(sql?.type).toBe('request.sql')
  expect(read()[0]?.traceId).toBe(sql?.id)
})

test('an id that is no trace id is kept beside the one that stands for it', () => {
  start('job', { id: 'order 7' })
  captureError(new Error('no luck'), { extra: { attempt: 1 } })
  expect(read()[0]).toMatchObject({
    traceId: traceIdOf('order 7'),
    details: { extra: { contextId: 'order 7', attempt: 1 } },
  })
})

test.each([
  ['a text', 'no luck', 'no luck'],
  ['nothing', undefined, 'undefined'],
  ['an object', { code: 3 }, '[object Object]'],
  [
    'what cannot be shown',
    {
      toString() {
        throw new Error('no')
      },
    },
    'something that cannot be shown',
  ],
])('%s can be thrown, too', (_, thrown, message) => {
  captureError(thrown)
  expect(read()).toMatchObject([{ message }])
})

test('causes in a circle end', () => {
  const first = new Error('first')
  first.cause = new Error('second', { cause: first })
  captureError(first)
  expect(read()[0]?.exceptions?.map(({ message }) => message)).toEqual(['first', 'second'])
})

test('an error that fails when it is looked at is complained of, and costs nothing else', () => {
  const hostile = new Error('hostile')
  Object.defineProperty(hostile, 'message', { get: () => raise('do not look') })
  captureError(hostile)
  expect(errors).toHaveLength(0)
  expect(complaints).toEqual(['an error could not be captured: Error: do not look'])
})

test('nothing configured, nothing done', () => {
  configure(null)
  captureError(new Error('no luck'))
  expect(errors).toEqual([])
})

function raise(message: string): never {
  throw new Error(message)
}
