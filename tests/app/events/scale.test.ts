import { expect, test } from 'vitest'
import { scaleOver } from '#app/(signed-in)/events/[id]/_tree/scale.ts'

const span = (start: number, end = start) => ({ start, end })

test('time is drawn as it went', () => {
  const { at, breaks } = scaleOver([span(100, 200), span(120, 150)])
  expect([at(100), at(125), at(200)]).toEqual([0, 0.25, 1])
  expect(breaks).toEqual([])
})

test('a long time without anything is left out, and said', () => {
  const { at, breaks } = scaleOver([span(0, 100), span(7_200_000, 7_200_100)])
  expect(breaks).toHaveLength(1)
  expect(breaks[0]).toMatchObject({ lengthMs: 7_199_900 })
  expect(at(100)).toBeCloseTo(breaks[0]?.from ?? 0)
  expect(at(7_200_000)).toBeCloseTo(breaks[0]?.to ?? 0)
  expect(at(100)).toBeCloseTo(0.485)
  expect(at(7_200_100)).toBe(1)
  expect(at(3_600_000)).toBeGreaterThan(at(100))
})

test('three bursts, days apart, are all to be seen', () => {
  const day = 86_400_000
  const { at, breaks } = scaleOver([span(0, 50), span(day, day + 50), span(2 * day, 2 * day + 50)])
  expect(breaks).toHaveLength(2)
  expect(at(day + 50) - at(day)).toBeGreaterThan(0.3)
})

test('a rest that is not much longer than the work stays', () => {
  expect(scaleOver([span(0, 100), span(400, 500)]).breaks).toEqual([])
})

test('points in time keep their distances', () => {
  const { at, breaks } = scaleOver([span(0), span(60_000), span(120_000), span(180_000)])
  expect(breaks).toEqual([])
  expect(at(60_000)).toBeCloseTo(1 / 3)
})

test('of moments only the longest wait is left out', () => {
  const moments = [0, 1_900, 7_450, 7_860, 7_900].map(at => span(at))
  expect(scaleOver(moments, 1).breaks).toEqual([])
  expect(scaleOver([...moments, span(86_400_000)], 1).breaks).toMatchObject([
    { lengthMs: 86_392_100 },
  ])
})

test.each([[[]], [[span(5)]], [[span(5), span(5)]]])('%j has no length', spans => {
  const { at, breaks } = scaleOver(spans)
  expect(at(5)).toBe(0)
  expect(breaks).toEqual([])
})
