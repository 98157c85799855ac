import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joined, type RatioPart, ratioStatistics, without } from '#lib/errors/ratio.ts'

const partOf = (ratios: number[]): RatioPart =>
  ratios.map(mean => ({ count: 1, mean, m2: 0 })).reduce(joined, { count: 0, mean: 0, m2: 0 })
const ratios = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 })

test('what is taken out again leaves the statistics of the rest', () => {
  fc.assert(
    fc.property(ratios, ratios, (a, b) => {
      const rest = ratioStatistics([without(joined(partOf(a), partOf(b)), partOf(b))])
      const expected = ratioStatistics([partOf(a)])
      expect(rest?.count).toBe(expected?.count)
      expect(rest?.mean ?? 0).toBeCloseTo(expected?.mean ?? 0, 6)
      expect(rest?.deviation ?? 0).toBeCloseTo(expected?.deviation ?? 0, 6)
    }),
  )
})

test('nothing has no statistics', () => {
  expect(ratioStatistics([])).toBeNull()
})
