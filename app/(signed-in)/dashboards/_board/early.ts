import { settled } from '#app/(signed-in)/dashboards/_board/layout.ts'
import type { Person } from '#lib/access/person.ts'
import { reachOf } from '#lib/access/reach.ts'
import { may } from '#lib/access/rights.ts'
import { readPanel, type TimeRange } from '#lib/charts/data.ts'
import type { Drawn } from '#lib/charts/drawn.ts'
import { RIGHT_TO_SEE } from '#lib/charts/rights.ts'
import type { PlacedPanel } from '#lib/dashboards/schema.ts'

/** By panel; null where it could not be read: the page asks again, and is told why. */
export type Early = Partial<Record<string, Promise<Drawn | null>>>

/** As high as most screens are. What stands lower is read when it comes near to what is to be seen. */
const ROWS_SEEN = 24

/** Begins to read what the panels show that are seen first, while the page is still on its way to the browser. */
export function readEarly(person: Person, panels: readonly PlacedPanel[], range: TimeRange): Early {
  const reach = reachOf(person)
  const seen = settled(panels).filter(({ y, panel }) => {
    const right = RIGHT_TO_SEE[panel.kind]
    return y < ROWS_SEEN && right && may(person, right)
  })
  return Object.fromEntries(
    seen.map(({ id, panel }) => [id, readPanel(reach, panel, range).catch(() => null)]),
  )
}
