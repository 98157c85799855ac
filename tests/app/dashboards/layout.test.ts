import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LEAST, type Step, settled, stepped } from '#app/(signed-in)/dashboards/_board/layout.ts'
import { COLUMNS, MOST_ROWS } from '#lib/dashboards/grid.ts'
import type { PlacedPanel } from '#lib/dashboards/schema.ts'

const at = (id: string, x: number, y: number, w: number, h: number): PlacedPanel => ({
  ...{ id, x, y, w, h },
  panel: { kind: 'text', title: '', text: id },
})

/** `a 0,0 6×4` */
const places = (panels: readonly PlacedPanel[]) =>
  panels.map(({ id, x, y, w, h }) => `${id} ${x},${y} ${w}×${h}`).sort()

const two = [at('a', 0, 0, 6, 4), at('b', 6, 0, 6, 4)]
const stacked = [at('a', 0, 0, 6, 4), at('b', 0, 4, 6, 2)]

test('panels leave no room above them, and come in the order of reading', () => {
  const loose = [at('b', 6, 9, 6, 2), at('a', 0, 3, 6, 4), at('c', 0, 20, 12, 1)]
  const [first, second, third] = settled(loose)
  expect(places(settled(loose))).toEqual(['a 0,0 6×4', 'b 6,0 6×2', 'c 0,4 12×1'])
  expect([first?.id, second?.id, third?.id]).toEqual(['a', 'b', 'c'])
})

test.each<[string, PlacedPanel[], string, Step, string[]]>([
  ['to the side', [at('a', 0, 0, 3, 2)], 'a', { x: 1 }, ['a 1,0 3×2']],
  ['no further than the edge', [at('a', 9, 0, 3, 2)], 'a', { x: 1 }, ['a 9,0 3×2']],
  ['not out on the left', [at('a', 0, 0, 3, 2)], 'a', { x: -1 }, ['a 0,0 3×2']],
  ['onto another, which makes room below', two, 'a', { x: 1 }, ['a 1,0 6×4', 'b 6,4 6×4']],
  ['down, past the one below', stacked, 'a', { y: 1 }, ['a 0,2 6×4', 'b 0,0 6×2']],
  ['up, past the one above', stacked, 'b', { y: -1 }, ['a 0,2 6×4', 'b 0,0 6×2']],
  ['nowhere down when there is nothing below', stacked, 'b', { y: 1 }, ['a 0,0 6×4', 'b 0,4 6×2']],
  ['wider', [at('a', 0, 0, 3, 2)], 'a', { w: 1 }, ['a 0,0 4×2']],
  ['no wider than the page', [at('a', 9, 0, 3, 2)], 'a', { w: 1 }, ['a 9,0 3×2']],
  ['higher, pushing down what is below', stacked, 'a', { h: 1 }, ['a 0,0 6×5', 'b 0,5 6×2']],
  ['no smaller than it can be', [at('a', 0, 0, 1, 1)], 'a', { w: -1, h: -1 }, ['a 0,0 1×1']],
  ['not at all when it is not there', two, 'c', { x: 1 }, ['a 0,0 6×4', 'b 6,0 6×4']],
])('a step moves a panel %s', (_, panels, id, step, expected) => {
  expect(places(stepped(panels, id, step))).toEqual(expected)
})

test('whatever the steps, no panel is lost, leaves the page or lies upon another', () => {
  const size = fc.record({ w: fc.integer({ min: 1, max: 6 }), h: fc.integer({ min: 1, max: 6 }) })
  const step = fc.constantFrom<Step>(
    ...([{ x: 1 }, { x: -1 }, { y: 1 }, { y: -1 }] as const),
    ...([{ w: 1 }, { w: -1 }, { h: 1 }, { h: -1 }] as const),
  )
  const sizes = fc.array(size, { minLength: 1, maxLength: 6 })
  const steps = fc.array(fc.tuple(fc.nat(5), step), { maxLength: 12 })
  fc.assert(
    fc.property(sizes, steps, (sizes, steps) => {
      const begun = settled(sizes.map(({ w, h }, i) => at(`p${i}`, (i * 2) % 6, i * 6, w, h)))
      const ended = steps.reduce<PlacedPanel[]>(
        (panels, [i, by]) => stepped(panels, `p${i % sizes.length}`, by),
        begun,
      )
      expect(ended.map(({ id }) => id).sort()).toEqual(begun.map(({ id }) => id).sort())
      for (const { x, y, w, h } of ended) {
        expect(x >= 0 && y >= 0 && x + w <= COLUMNS).toBe(true)
        expect(w >= LEAST.text.w && h >= LEAST.text.h && h <= MOST_ROWS).toBe(true)
      }
      for (const [i, a] of ended.entries())
        for (const b of ended.slice(i + 1))
          expect(a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h).toBe(
            false,
          )
    }),
    { numRuns: 60 },
  )
})
