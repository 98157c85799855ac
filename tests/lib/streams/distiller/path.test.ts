import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UserError } from '#lib/failures.ts'
import { pathOf, placeOf } from '#lib/streams/distiller/path.ts'

const notification = {
  publisher_id: 'compute.node-7',
  payload: {
    host: 'node-7',
    nothing: null,
    image_meta: { 'org.openstack__1__architecture': 'x64', "it's": 1, disk_gb: '20' },
    things: [{ k: 1 }, { k: 2, deep: { k: 3 } }],
    grid: [
      [1, 2],
      [3, 4],
    ],
  },
}
const found = (path: string) => [...pathOf(path)(notification)]
const values = (path: string) => found(path).map(({ value }) => value)

test.each([
  ['payload.host', ['node-7']],
  ['$.payload.host', ['node-7']],
  ['$', [notification]],
  ['payload[host]', ['node-7']],
  ["payload['host']", ['node-7']],
  ['payload . host', ['node-7']],
  ["payload.image_meta.'org.openstack__1__architecture'", ['x64']],
  ['payload.image_meta."it\'s"', [1]],
  ["payload.image_meta.'it\\'s'", [1]],
  ['payload.things[1].k', [2]],
  ['payload.things.[1].k', [2]],
  ['payload.things[-1].k', [2]],
  ['payload.things[*].k', [1, 2]],
  ['payload.things[0:1].k', [1]],
  ['payload.things[0,1].k', [1, 2]],
  ['payload[host, missing]', ['node-7']],
  ['payload.grid[1][0]', [3]],
  ['payload.things..k', [1, 2, 3]],
  ['..k', [1, 2, 3]],
  ['payload.things[1].deep.*', [3]],
  ['payload.missing|payload.host', ['node-7']],
  ['payload.host | publisher_id', ['node-7', 'compute.node-7']],
  ['payload.host.length', []],
  ['payload.host[0]', []],
  ['constructor', []],
  ['__proto__', []],
])('%s finds %j', (path, expected) => expect(values(path)).toEqual(expected))

test('a null is passed over, like what is not there', () => {
  expect(values('payload.nothing|payload.host')).toEqual(['node-7'])
})

test('each match tells its place, in a form that is a path itself', () => {
  const places = found('payload..*').map(({ path }) => path)
  expect(places).toContain('payload.things[1].deep.k')
  expect(places).toContain("payload.image_meta.'org.openstack__1__architecture'")
  for (const place of places) expect(found(place).map(({ path }) => path)).toEqual([place])
})

test.each([
  ["payload.things.'0'", "payload.things.'0'"],
  ["$['payload'].things.[1].k", 'payload.things[1].k'],
  ['payload..host', 'payload..host'],
  ['no path[', 'no path['],
])('the place %s is written as %s', (path, written) => expect(placeOf(path)).toBe(written))

test.each([
  ['', 'the end stands where a key is expected'],
  ['payload.', 'the end stands where a key is expected'],
  ['payload[', 'the end stands where a key is expected'],
  ['payload[1', 'the end stands where “]” is expected'],
  ['payload host', '“h” (character 9) is not understood here'],
  ['payload.(host)', '“(” (character 9) stands where a key is expected'],
  ["payload.'host", "“'” (character 9) stands where a key is expected"],
  ['payload..things..k', 'has “..” more than once'],
  ['a.'.repeat(60).concat('a'), 'has more than 50 steps'],
  ['a|'.repeat(30).concat('a'), 'has more than 20 alternatives'],
  ['a'.repeat(501), 'has more than 500 characters'],
])('%s is refused: %s', (path, problem) => {
  expect(() => pathOf(path)).toThrow(new UserError(problem))
})

test('whatever is written, it is a path or a mistake that says so', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.array(fc.constantFrom(...'ab.*[]|$\'"\\01,:- ')).map(signs => signs.join('')),
  )
  fc.assert(
    fc.property(text, path => {
      try {
        for (const { path: place } of pathOf(path)(notification))
          expect(typeof place).toBe('string')
      } catch (error) {
        expect(error).toBeInstanceOf(UserError)
      }
    }),
  )
})

test('a path finds at most a thousand values', () => {
  const list = Array.from({ length: 5_000 }, (_, i) => i)
  expect([...pathOf('list[*]')({ list })]).toHaveLength(1_000)
})
