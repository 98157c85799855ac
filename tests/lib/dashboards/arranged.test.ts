import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arranged } from '#lib/dashboards/arranged.ts'
import { COLUMNS } from '#lib/dashboards/grid.ts'
import type { PanelInput, PlacedPanel } from '#lib/dashboards/schema.ts'

const text = { kind: 'text', title: '', text: '' } as const
const given = (place: Partial<PlacedPanel> = {}): PanelInput => ({ ...place, panel: text })
const places = (panels: readonly PanelInput[]) =>
  arranged(panels).map(({ id, x, y, w, h }) => `${id} ${x},${y} ${w}×${h}`)

test('panels without a place follow each other in rows as wide as the page', () => {
  const three = [given({ w: 6, h: 2 }), given({ w: 6, h: 4 }), given({ w: 3, h: 1 })]
  expect(places(three)).toEqual(['p1 0,0 6×2', 'p2 6,0 6×4', 'p3 0,4 3×1'])
})

test('a panel that says nothing of its size has the usual one of its kind', () => {
  expect(places([{ panel: { ...text } }])).toEqual(['p1 0,0 6×3'])
})

test('what has a place keeps it, and what has none goes below', () => {
  const two = [given({ w: 4, h: 2 }), given({ x: 3, y: 1, w: 4, h: 2 })]
  expect(places(two)).toEqual(['p1 0,3 4×2', 'p2 3,1 4×2'])
})

test('of two in one place the later one moves down, and what it would meet there is no obstacle', () => {
  const three = [
    given({ x: 0, y: 0, w: 6, h: 3 }),
    given({ x: 2, y: 1, w: 6, h: 3 }),
    given({ x: 2, y: 4, w: 6, h: 3 }),
  ]
  expect(places(three)).toEqual(['p1 0,0 6×3', 'p2 2,3 6×3', 'p3 2,6 6×3'])
})

test('a panel that would reach over the right edge moves to the left', () => {
  expect(places([given({ x: 10, y: 0, w: 6, h: 1 })])).toEqual(['p1 6,0 6×1'])
})

test('ids stay; those that are missing are none of those', () => {
  const panels = [given(), given({ id: 'p1' }), given(), given({ id: 'cpu' })]
  expect(arranged(panels).map(({ id }) => id)).toEqual(['p2', 'p1', 'p3', 'cpu'])
})

const place = {
  x: fc.option(fc.nat(COLUMNS - 1), { nil: undefined }),
  y: fc.option(fc.nat(30), { nil: undefined }),
  w: fc.option(fc.integer({ min: 1, max: COLUMNS }), { nil: undefined }),
  h: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
}
const anyPanels = fc.array(fc.record(place).map(given), { maxLength: 20 })

test('whatever is given, all panels are on the page, none lies upon another, and again changes nothing', () => {
  fc.assert(
    fc.property(anyPanels, panels => {
      const all = arranged(panels)
      const cells = all.flatMap(cellsOf)
      expect(new Set(cells).size).toBe(cells.length)
      expect(all.every(({ x, w }) => x >= 0 && x + w <= COLUMNS)).toBe(true)
      expect(arranged(all)).toEqual(all)
    }),
  )
})

const cellsOf = ({ x, y, w, h }: PlacedPanel) =>
  Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`)
