import { type Layout, moveElement, verticalCompactor } from 'react-grid-layout/core'
import { arranged } from '#lib/dashboards/arranged.ts'
import { COLUMNS, MOST_ROWS } from '#lib/dashboards/grid.ts'
import type { PlacedPanel } from '#lib/dashboards/schema.ts'

type Place = Pick<PlacedPanel, 'x' | 'y' | 'w' | 'h'>
export type Step = Partial<Place>

/** Smaller ones have no room for anything. */
export const LEAST: Record<PlacedPanel['panel']['kind'], Pick<Place, 'w' | 'h'>> = {
  metrics: { w: 2, h: 3 },
  table: { w: 2, h: 3 },
  number: { w: 1, h: 2 },
  monitor: { w: 2, h: 3 },
  monitors: { w: 2, h: 2 },
  errors: { w: 2, h: 3 },
  text: { w: 1, h: 1 },
}

export const layoutOf = (panels: readonly PlacedPanel[]): Layout =>
  panels.map(({ id, x, y, w, h, panel }) => ({
    ...{ i: id, x, y, w, h },
    ...{ minW: Math.min(w, LEAST[panel.kind].w), minH: Math.min(h, LEAST[panel.kind].h) },
    maxH: MOST_ROWS,
  }))

/** The panels at these places. */
export function placed(panels: readonly PlacedPanel[], layout: Layout): PlacedPanel[] {
  const places = new Map(layout.map(({ i, x, y, w, h }) => [i, { x, y, w, h }]))
  return panels.map(panel => ({ ...panel, ...places.get(panel.id) }))
}

/** Without room between one panel and what is above it, from the upper left to the lower right. */
export const settled = (panels: readonly PlacedPanel[]): PlacedPanel[] =>
  placed(panels, verticalCompactor.compact(layoutOf(panels), COLUMNS)).toSorted(
    (a, b) => a.y - b.y || a.x - b.x,
  )

/** One panel moved or resized by so many columns and rows; others make room. */
export function stepped(panels: readonly PlacedPanel[], id: string, step: Step): PlacedPanel[] {
  const panel = panels.find(one => one.id === id)
  if (!panel) return [...panels]
  const to = within(panel, step)
  const layout = layoutOf(panels.map(one => (one.id === id ? { ...one, w: to.w, h: to.h } : one)))
  const item = layout.find(({ i }) => i === id)
  if (!item) return [...panels]
  // A single row would fall back to where it came from: it changes places with what is in the way.
  const y = step.y ? besideNext(panels, panel, step.y) : panel.y
  const moved = moveElement(layout, item, to.x, y, true, false, 'vertical', COLUMNS)
  return settled(placed(panels, moved))
}

function within({ x, w, h, panel }: PlacedPanel, step: Step): Omit<Place, 'y'> {
  const least = LEAST[panel.kind]
  const width = clamp(w + (step.w ?? 0), Math.min(w, least.w), COLUMNS - x)
  return {
    x: clamp(x + (step.x ?? 0), 0, COLUMNS - width),
    w: width,
    h: clamp(h + (step.h ?? 0), Math.min(h, least.h), MOST_ROWS),
  }
}

/** Where a panel is to be put to change places with the next one above it or below it. */
function besideNext(panels: readonly PlacedPanel[], panel: PlacedPanel, direction: number): number {
  const { id, x, y, w, h } = panel
  const beside = panels.filter(one => one.id !== id && one.x < x + w && x < one.x + one.w)
  if (direction < 0) return Math.max(0, ...beside.filter(one => one.y < y).map(one => one.y))
  const next = beside.filter(one => one.y >= y + h).toSorted((a, b) => a.y - b.y)[0]
  return next ? next.y + next.h - h + 1 : y
}

/** One more panel, below the others; of the usual size unless one is said. */
export const withPanel = (
  panels: readonly PlacedPanel[],
  panel: PlacedPanel['panel'],
  size: Partial<Pick<Place, 'w' | 'h'>> = {},
): PlacedPanel[] => arranged([...panels, { panel, ...size }])

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most))
