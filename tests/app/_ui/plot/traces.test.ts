import { expect, test } from 'vitest'
import { toldAt } from '#app/_ui/plot/told.ts'
import { bucketOf, type Look, traceAt, tracesOf } from '#app/_ui/plot/traces.ts'
import type { DrawnLine } from '#lib/charts/drawn.ts'

const line = (name: string, values: (number | null)[], isBefore = false): DrawnLine => ({
  ...{ name, values, isBefore },
})
const look = (rest: Partial<Look> = {}): Look => ({
  ...{ style: 'line', interpolation: 'linear', hidden: new Set() },
  ...rest,
})
const heights = (lines: DrawnLine[], rest?: Partial<Look>) =>
  tracesOf({ lines }, look(rest)).map(trace => trace.heights)

const [a, b] = [line('a', [1, 2, null]), line('b', [10, null, null])]

test('lines are as high as their values', () => {
  expect(heights([a, b])).toEqual([a.values, b.values])
})

test.each(['stack', 'bar'] as const)('of a %s each lies upon those before it', style => {
  expect(heights([a, b], { style })).toEqual([
    [1, 2, null],
    [11, 2, null],
  ])
})

test('what is hidden adds nothing to a stack', () => {
  expect(heights([a, b], { style: 'stack', hidden: new Set(['a']) })[1]).toEqual([10, 0, null])
})

test('what is below zero is stacked downwards', () => {
  const lines = [line('in', [5]), line('out', [-3]), line('lost', [-1])]
  expect(heights(lines, { style: 'bar' })).toEqual([[5], [-3], [-4]])
})

test('a smooth curve passes by its points, a gap stays one', () => {
  expect(heights([line('a', [0, 6, 0, null])], { interpolation: 'basis' })).toEqual([
    [1, 4, 1, null],
  ])
  expect(heights([line('a', [0, 6])], { interpolation: 'basis', style: 'bar' })).toEqual([[0, 6]])
})

test('what was before has the colour of its counterpart and is stacked upon nothing', () => {
  const traces = tracesOf({ lines: [a, b, line('b', [7, 7, 7], true)] }, look({ style: 'stack' }))
  expect(traces[2]).toMatchObject({ place: 1, isStacked: false, heights: [7, 7, 7] })
})

test('beside a stack of several their sum of before is drawn, of those that are shown', () => {
  const lines = [a, b, line('a', [1, 2, null], true), line('b', [3, null, null], true)]
  const sum = (hidden: string[]) =>
    tracesOf({ lines }, look({ style: 'stack', hidden: new Set(hidden) })).slice(2)
  expect(sum([])).toMatchObject([{ place: null, heights: [4, 2, null] }])
  expect(sum(['b'])).toMatchObject([{ heights: [1, 2, null] }])
})

test('in a stack the layer that covers a place is meant, among lines the nearest', () => {
  const at = (height: number, style: Look['style']) =>
    traceAt(tracesOf({ lines: [a, b] }, look({ style })), 0, height)?.line.name
  expect([at(0.5, 'stack'), at(4, 'stack'), at(4, 'line'), at(8, 'line')]).toEqual([
    ...['a', 'b'],
    ...['a', 'b'],
  ])
  expect(traceAt(tracesOf({ lines: [a, b] }, look()), 2, 1)).toBeNull()
})

test('the greatest are told first, each with what it was before; the one that is meant always', () => {
  const lines = [line('a', [1]), line('b', [3]), line('c', [2]), line('a', [9], true)]
  const traces = tracesOf({ lines }, look())
  const told = (room: number) =>
    toldAt(traces, 0, { meant: traces[0] ?? null, room }).map(
      ({ line: { name, isBefore } }) => name + (isBefore ? ' before' : ''),
    )
  expect(told(10)).toEqual(['b', 'c', 'a', 'a before'])
  expect(told(2)).toEqual(['b', 'a'])
})

test('a time lies in the last bucket that began before it', () => {
  expect([5, 10, 19, 99].map(at => bucketOf([10, 20, 30], at))).toEqual([-1, 0, 0, 2])
})
