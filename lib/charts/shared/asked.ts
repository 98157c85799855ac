import { periodOf, refused } from '#lib/charts/gottwall/asked.ts'
import { styleOf } from '#lib/charts/gottwall/embedded.ts'
import { INTERPOLATIONS, type Panel } from '#lib/charts/panel.ts'
import type { FrameSize } from '#lib/charts/shared/addresses.ts'
import { lengthMs } from '#lib/charts/shared/range.ts'
import { UserError } from '#lib/failures.ts'
import { spanOf } from '#lib/metrics/dates.ts'

/** How somebody wants to see a shared chart. */
export interface View {
  panel: Panel
  from: Date
  to: Date
}

/** What hands out a part of an address's query by its name. */
export type Asked = (name: string) => string | undefined

/** Who looks at the same moment, more or less, is shown the same. */
const TOGETHER_MS = 5_000

/**
 * What an address asks for: a time by `range` (`24h`), `from` and `to` (unix milliseconds) or, as GottWall had it,
 * `from_date` and `to_date` in a time zone; of metrics also `period`, `renderer` and `interpolation`. Without them it is
 * as it was shared. Throws a UserError for what is none of these.
 */
export function viewOf(
  asked: Asked,
  { panel, range }: { panel: Panel; range: string },
  { zone, now }: { zone: string; now: Date },
): View {
  return { panel: panelOf(asked, panel), ...timeOf(asked, range, zone, now) }
}

function panelOf(asked: Asked, panel: Panel): Panel {
  const named = asked('period')
  const period = named === undefined ? undefined : periodOf(named)
  if (panel.kind === 'table') return { ...panel, ...(period && { period }) }
  if (panel.kind !== 'metrics') return panel
  const [renderer, way] = [asked('renderer'), asked('interpolation')]
  const style = renderer === undefined ? panel.style : styleOf(renderer)
  const interpolation =
    way === undefined ? panel.interpolation : INTERPOLATIONS.find(name => name === way)
  if (!style) throw unknown('renderer')
  if (!interpolation) throw unknown('interpolation')
  return { ...panel, style, interpolation, ...(period && { period }) }
}

function timeOf(asked: Asked, usual: string, zone: string, now: Date): Pick<View, 'from' | 'to'> {
  const [from, to] = [asked('from'), asked('to')]
  if (from !== undefined || to !== undefined) return between(Number(from), Number(to))
  const [first, last] = [asked('from_date'), asked('to_date')]
  if (first !== undefined || last !== undefined) {
    const span = spanOf(first, last, zone, Math.floor(now.getTime() / 1000))
    if (!span) throw refused.range()
    return between(span.from * 1000, (span.to + 1) * 1000)
  }
  const range = asked('range') ?? usual
  if (!/^[1-9]\d{0,2}[mhdwy]$/.test(range)) throw unknown('range')
  const end = Math.ceil(now.getTime() / TOGETHER_MS) * TOGETHER_MS
  return { from: new Date(end - lengthMs(range)), to: new Date(end) }
}

function between(from: number, to: number) {
  const [first, last] = [new Date(from), new Date(to)]
  if (!(first.getTime() > 0 && first < last)) throw refused.range()
  return { from: first, to: last }
}

const SIZE = /^[1-9]\d{1,3}$/

/** How large the frame is to be, where an address says it (`width` and `height`, pixels). */
export const sizeOf = (asked: Asked, usual: FrameSize): FrameSize => ({
  width: pixelsOf(asked('width')) ?? usual.width,
  height: pixelsOf(asked('height')) ?? usual.height,
})

const pixelsOf = (text: string | undefined) =>
  text !== undefined && SIZE.test(text) ? Number(text) : undefined

const unknown = (name: string) =>
  new UserError(`The query is not valid. ${name}: is not known here`, {
    fields: { [name]: 'is not known here' },
  })
