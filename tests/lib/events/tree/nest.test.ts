import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nest, type Piece } from '#lib/events/tree/nest.ts'

/** `type start-end host/pid`; in milliseconds. */
function piece(text: string): Piece {
  const [type = '', times = '', place = 'web1/1'] = text.split(' ')
  const [start, end = start] = times.split('-').map(Number)
  const [host = '', pid] = place.split('/')
  return {
    type: type === '?' ? '' : type,
    host,
    pid: Number(pid),
    start: start ?? 0,
    end: end ?? 0,
  }
}

/** What each is a part of, by its position. */
test.each([
  ['by name', ['request 0-100', 'request.sql 10-20'], [-1, 0]],
  ['by the longest name', ['a 0-90', 'a.b 10-80', 'a.b.c 20-30'], [-1, 0, 1]],
  ['where the one between is missing', ['a 0-90', 'a.b.c 20-30'], [-1, 0]],
  ['by name before time', ['a 0-90', 'x 10-80', 'a.b 20-30'], [-1, 0, 0]],
  ['of what was under way', ['a 0-10', 'a 20-30', 'a.b 21-22', 'a.b 5-6'], [-1, -1, 1, 0]],
  ['of the shortest that was', ['a 0-100', 'a 10-50', 'a.b 20-30'], [-1, 0, 1]],
  ['of its own process', ['a 0-100 web1/1', 'a 10-90 web2/1', 'a.b 20-30 web1/1'], [-1, 0, 0]],
  ['that went on after it', ['a 0-10', 'a.b 5-50'], [-1, 0]],
  ['else of the nearest', ['a 0-10', 'a 50-60', 'a.b 45-46'], [-1, -1, 1]],
  ['of another service', ['request 0-99', 'request.call 10-90', 'charge 20-80 pay/2'], [-1, 0, 1]],
  ['a line of a log', ['request 0-99', 'request.sql 5-10', 'log 50-50', 'log 7-7'], [-1, 0, 0, 1]],
  ['lines at the same time', ['log 5-5', 'log 5-5', '? 5-5'], [-1, -1, -1]],
  ['an error at its very end', ['request 0-50', '? 51-51'], [-1, 0]],
  ['after all', ['request 0-50', 'mail 60-70'], [-1, -1]],
  ['of different beginnings', ['request 0-50', 'requests.sql 60-70'], [-1, -1]],
  ['given in any order', ['a.b 5-6', 'log 5-5', 'a 0-10'], [2, 0, -1]],
])('%s', (_, pieces, expected) => {
  expect(nest(pieces.map(piece))).toEqual(expected)
})

test('nothing is a part of itself, however clocks go', () => {
  const types = fc.constantFrom('', 'a', 'b', 'a.b', 'a.b.c', 'b.c', 'log')
  const pieces = fc.array(
    fc.record({
      type: types,
      host: fc.constantFrom('x', 'y'),
      pid: fc.constantFrom(1, 2, null),
      start: fc.integer({ min: 0, max: 20 }),
      length: fc.integer({ min: 0, max: 20 }),
    }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(pieces, given => {
      const parents = nest(
        given.map(({ length, ...rest }) => ({ ...rest, end: rest.start + length })),
      )
      for (const i of given.keys()) {
        let steps = 0
        for (let at = i; at >= 0; at = parents[at] ?? -1)
          expect(++steps).toBeLessThanOrEqual(given.length)
      }
    }),
  )
})
