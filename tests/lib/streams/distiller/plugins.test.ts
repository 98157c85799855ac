import { expect, test } from 'vitest'
import { bitfield } from '#lib/streams/distiller/plugins/bitfield.ts'
import { split } from '#lib/streams/distiller/plugins/split.ts'

const splitBy = (params: object, text: unknown) =>
  split.open(split.params.parse(params))([{ path: 'a', value: text }])

test.each([
  [{}, 'compute.node.7', 'compute'],
  [{ segment: 1 }, 'compute.node.7', 'node'],
  [{ segment: -1 }, 'compute.node.7', '7'],
  [{ segment: 1, max_split: 1 }, 'compute.node.7', 'node.7'],
  [{ segment: 0, max_split: 0 }, 'compute.node.7', 'compute.node.7'],
  [{ segment: 2, max_split: -1 }, 'compute.node.7', '7'],
  [{ separator: ', ', segment: 1 }, 'a, b', 'b'],
  [{ segment: 3 }, 'compute.node.7', null],
  [{ segment: 1 }, 1.5, '5'],
])('split with %j takes of %j the piece %j', (params, text, piece) => {
  expect(splitBy(params, text)).toBe(piece)
})

const bits = (params: object, ...matches: [string, unknown][]) =>
  bitfield.open(bitfield.params.parse(params))(matches.map(([path, value]) => ({ path, value })))

test('a flag is found however its path is written', () => {
  const flags = [{ path: "$['payload'].things.[1].k", bit: 3 }]
  expect(bits({ flags }, ['payload.things[1].k', 'any'])).toBe(8)
})

test('a flag may want a list or a truth value', () => {
  const flags = [
    { path: 'a', bit: 0, value: [1, 2] },
    { path: 'b', bit: 1, value: false },
    { path: 'b', bit: 2, value: null },
  ]
  expect(bits({ flags }, ['a', [1, 2]], ['b', false])).toBe(3)
})

test('the highest bit is exact, and without matches the initial field is left', () => {
  expect(bits({ initial_bitfield: 1, flags: [{ path: 'a', bit: 52 }] }, ['a', 1])).toBe(2 ** 52 + 1)
  expect(bits({ initial_bitfield: 5 })).toBe(5)
})
