import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainError } from '#lib/intake/errors/plain.ts'

const read = (fields: object) => plainError.parse(fields)

test.each([
  ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
  ['2026-01-02T03:04:05+01:00', '2026-01-02T02:04:05.000Z'],
  ['2026-01-02T03:04:05', '2026-01-02T03:04:05.000Z'],
  ['2026-01-02', '2026-01-02T00:00:00.000Z'],
  [1_767_323_045, '2026-01-02T03:04:05.000Z'],
  [1_767_323_045.5, '2026-01-02T03:04:05.500Z'],
  [1_767_323_045_000, '2026-01-02T03:04:05.000Z'],
])('the time %s is %s', (at, time) => {
  expect(new Date(read({ message: 'x', at }).at).toISOString()).toBe(time)
})

test.each([
  ['error', 3],
  ['ERR', 3],
  ['Warning', 4],
  ['fatal', 2],
  [0, 0],
  ['7', 7],
])('the level %s is %i', (level, number) => {
  expect(read({ message: 'x', level }).level).toBe(number)
})

test.each([
  ['a stack trace', 'TypeError: no\n    at a (/app/a.js:1:2)'],
  ['an object with one', { stack: 'TypeError: no\n    at a (/app/a.js:1:2)' }],
  [
    'frames',
    { type: 'TypeError', message: 'no', frames: [{ function: 'a', file: '/app/a.js', line: 1 }] },
  ],
  [
    'a list',
    [{ type: 'TypeError', message: 'no', frames: [{ function: 'a', file: '/app/a.js', line: 1 }] }],
  ],
])('an exception may be %s', (_, exception) => {
  const { exceptions, message } = read({ exception })
  expect(message).toBe('TypeError: no')
  expect(exceptions).toMatchObject([
    { type: 'TypeError', message: 'no', frames: [{ function: 'a', file: '/app/a.js', line: 1 }] },
  ])
})

test('a trace of an unknown form is kept as text; an exception that says nothing is none', () => {
  const trace = 'panic: no\n\ngoroutine 1 [running]'
  expect(read({ exception: trace })).toMatchObject({
    message: trace,
    exceptions: [{ type: '', message: trace, frames: [] }],
  })
  expect(read({ message: 'x', exception: {} })).not.toHaveProperty('exceptions')
})

test('any JSON object is read or refused by the names of its fields', () => {
  const value = fc.jsonValue()
  const field = fc.constantFrom(
    ...['message', 'level', 'at', 'host', 'uid', 'traceId', 'exception', 'fingerprint', 'tags'],
    ...['user', 'extra', '__proto__', 'constructor', 'toString'],
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(field, value)), entries => {
      const given = JSON.parse(
        `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`)}}`,
      )
      const { data, error } = plainError.safeParse(given)
      if (data) expect(data.message.trim()).not.toBe('')
      else for (const { path } of error.issues) expect(String(path[0])).toMatch(/^\w+$/)
    }),
  )
})
