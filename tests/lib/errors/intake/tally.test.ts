import fc from 'fast-check'
import { expect, test } from 'vitest'
import { count, inOrder, merged, newTally } from '#lib/errors/intake/tally.ts'
import { anError } from '#tests/lib/errors/intake/world.ts'

const group = { template: 'x', signatureId: null }
const seen = fc.record({
  at: fc.integer({ min: 0, max: 10_000_000 }),
  level: fc.integer({ min: 0, max: 7 }),
  host: fc.integer({ min: 0, max: 3 }),
  ratio: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
})
type Seen = typeof seen extends fc.Arbitrary<infer T> ? T : never

function tallyOf(all: readonly Seen[], room = 5) {
  const tally = newTally(room)
  for (const { at, level, host, ratio } of all)
    count(tally, host, anError({ at, level, program: `p${host}` }), 'http', {
      ...{ group, by: 'template', ratio, matched: 'x' },
    })
  return tally
}

test('two tallies in one are the tally of all that they counted', () => {
  fc.assert(
    fc.property(fc.array(seen), fc.array(seen), (some, others) => {
      const { ratios, examples: _, placed: __, ...sum } = merged(tallyOf(some), tallyOf(others))
      const {
        ratios: expected,
        examples: ___,
        placed: ____,
        ...whole
      } = tallyOf([...some, ...others])
      expect(sum).toEqual(whole)
      expect(ratios.count).toBe(expected.count)
      expect(ratios.mean).toBeCloseTo(expected.mean)
      expect(ratios.m2).toBeCloseTo(expected.m2)
    }),
  )
})

test('mean and deviation are those of the ratios, whatever their order', () => {
  fc.assert(
    fc.property(fc.array(seen, { minLength: 1 }), all => {
      const { ratios } = tallyOf(all)
      const values = all.flatMap(({ ratio }) => ratio ?? [])
      const mean = values.reduce((a, b) => a + b, 0) / Math.max(values.length, 1)
      expect(ratios.mean).toBeCloseTo(mean)
      expect(ratios.m2).toBeCloseTo(values.reduce((sum, value) => sum + (value - mean) ** 2, 0))
    }),
  )
})

test('of the examples the newest are kept, oldest first', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 10 }), (n, room) => {
      const all = Array.from({ length: n }, (_, i) => ({ at: i, level: 3, host: 0, ratio: null }))
      const kept = inOrder(tallyOf(all, room)).map(({ event }) => event.at)
      expect(kept).toEqual(all.slice(-room).map(({ at }) => at))
    }),
  )
})
