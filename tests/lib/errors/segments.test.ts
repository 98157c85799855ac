import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type KeptSince, segmentsOf, UNITS, type Unit } from '#lib/errors/counts/segments.ts'

const forEver: KeptSince = { hour: 0, minute: 0, second: 0 }
const second = fc.integer({ min: 0, max: 6 * 3_600 })
const unit = fc.constantFrom<Unit>('second', 'minute', 'hour')

test('while all is kept, each second of a range is read once, and nothing else', () => {
  fc.assert(
    fc.property(second, second, unit, (a, b, coarsest) => {
      const range = { from: Math.min(a, b), to: Math.max(a, b) }
      const { segments, resolution } = segmentsOf(range, forEver, { coarsest })
      expect(resolution).toBe('second')
      expect(segments[0]?.from).toBe(range.from)
      expect(segments.at(-1)?.to).toBe(range.to + 1)
      for (const [i, { unit, from, to }] of segments.entries()) {
        expect(from).toBeLessThan(to)
        if (i > 0) expect(from).toBe(segments[i - 1]?.to)
        expect([from % UNITS[unit], to % UNITS[unit]]).toEqual([0, 0])
        expect(UNITS[unit]).toBeLessThanOrEqual(UNITS[coarsest])
      }
    }),
  )
})

test('whatever is kept, segments do not overlap, read what is kept, and leave out nothing of the range', () => {
  fc.assert(
    fc.property(second, second, second, second, (a, b, c, d) => {
      const range = { from: Math.min(a, b), to: Math.max(a, b) }
      const kept = { hour: 0, minute: Math.min(c, d), second: Math.max(c, d) }
      const { segments } = segmentsOf(range, kept)
      for (const [i, { unit, from }] of segments.entries()) {
        expect(from).toBeGreaterThanOrEqual(kept[unit])
        if (i > 0) expect(from).toBe(segments[i - 1]?.to)
      }
      if (segments.length > 0) {
        expect(segments[0]?.from).toBeLessThanOrEqual(range.from)
        expect(segments.at(-1)?.to).toBeGreaterThanOrEqual(range.to)
      }
    }),
  )
})

test('a range whose seconds are gone is as exact as its minutes', () => {
  const { segments, resolution } = segmentsOf(
    { from: 3_605, to: 3_790 },
    { hour: 0, minute: 0, second: 36_000 },
  )
  expect({ segments, resolution }).toEqual({
    resolution: 'minute',
    segments: [{ unit: 'minute', from: 3_600, to: 3_840 }],
  })
})

test('an end brings no hour that only begins with it', () => {
  const kept = { hour: 0, minute: 360_000, second: 360_000 }
  expect(segmentsOf({ from: 3_600, to: 7_200 }, kept).segments).toEqual([
    { unit: 'hour', from: 3_600, to: 7_200 },
  ])
})

test('what is counted by the minute only is read by minutes and hours', () => {
  const { segments, resolution } = segmentsOf({ from: 3_590, to: 7_205 }, forEver, {
    finest: 'minute',
  })
  expect(resolution).toBe('minute')
  expect(segments).toEqual([
    { unit: 'minute', from: 3_540, to: 3_600 },
    { unit: 'hour', from: 3_600, to: 7_200 },
    { unit: 'minute', from: 7_200, to: 7_260 },
  ])
})
