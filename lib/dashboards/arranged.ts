import type { PanelKind } from '#lib/charts/panel.ts'
import { COLUMNS } from '#lib/dashboards/grid.ts'
import type { PanelInput, PlacedPanel } from '#lib/dashboards/schema.ts'

type Place = Pick<PlacedPanel, 'x' | 'y' | 'w' | 'h'>

/** How large a panel is unless somebody says it. */
const USUAL_SIZE: Record<PanelKind, Pick<Place, 'w' | 'h'>> = {
  metrics: { w: 6, h: 6 },
  table: { w: 6, h: 6 },
  number: { w: 3, h: 3 },
  monitor: { w: 6, h: 6 },
  monitors: { w: 6, h: 6 },
  errors: { w: 6, h: 6 },
  text: { w: 6, h: 3 },
}

/**
 * Gives every panel an id and a place. Those that have a place keep it, unless another one is there already: then they
 * move down. The others follow below them in their order, side by side as far as they fit.
 */
export function arranged(panels: readonly PanelInput[]): PlacedPanel[] {
  const places = new Map<PanelInput, Place>()
  for (const panel of panels.filter(hasPlace).toSorted(fromTheTop))
    places.set(panel, movedDown(placeOf(panel), [...places.values()]))

  let row = { y: bottom([...places.values()]), right: 0, h: 0 }
  for (const panel of panels.filter(panel => !hasPlace(panel))) {
    const { w, h } = placeOf(panel)
    if (row.right + w > COLUMNS) row = { y: row.y + row.h, right: 0, h: 0 }
    places.set(panel, { x: row.right, y: row.y, w, h })
    row = { y: row.y, right: row.right + w, h: Math.max(row.h, h) }
  }
  const idOf = idsFor(panels)
  return panels.map(panel => ({
    ...{ id: idOf(panel), ...(places.get(panel) ?? placeOf(panel)), panel: panel.panel },
  }))
}

const hasPlace = ({ x, y }: PanelInput) => x !== undefined && y !== undefined

const fromTheTop = (a: PanelInput, b: PanelInput) =>
  (a.y ?? 0) - (b.y ?? 0) || (a.x ?? 0) - (b.x ?? 0)

/** Within the width of the page. */
function placeOf({ x = 0, y = 0, w, h, panel }: PanelInput): Place {
  const usual = USUAL_SIZE[panel.kind]
  const width = w ?? usual.w
  return { x: Math.min(x, COLUMNS - width), y, w: width, h: h ?? usual.h }
}

/** Below whatever is in its way. */
function movedDown(place: Place, standing: readonly Place[]): Place {
  const inTheWay = standing.filter(other => overlaps(place, other))
  if (inTheWay.length === 0) return place
  return movedDown({ ...place, y: bottom(inTheWay) }, standing)
}

const overlaps = (a: Place, b: Place) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

const bottom = (places: readonly Place[]) => Math.max(0, ...places.map(({ y, h }) => y + h))

/** `p1`, `p2`, … for those without, none of which is another's. */
function idsFor(panels: readonly PanelInput[]): (panel: PanelInput) => string {
  const taken = new Set(panels.map(({ id }) => id))
  let count = 0
  const next = (): string => {
    count += 1
    return taken.has(`p${count}`) ? next() : `p${count}`
  }
  return ({ id }) => id ?? next()
}
