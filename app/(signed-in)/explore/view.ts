import { one, type Query } from '#app/_ui/query.ts'
import { type Range, rangeOf } from '#app/_ui/range/range.ts'
import { linesOf } from '#app/(signed-in)/explore/_lines/asked.ts'
import {
  INTERPOLATIONS,
  type Interpolation,
  type MetricLine,
  type PanelOf,
  STYLES,
  type Style,
} from '#lib/charts/panel.ts'
import { nameOf } from '#lib/charts/series/names.ts'
import { PERIODS, type Period } from '#lib/metrics/terms.ts'

/** What the explorer shows; all of it stands in the address. */
export interface View {
  /** undefined: the first there is */
  project: string | undefined
  lines: MetricLine[]
  style: Style
  interpolation: Interpolation
  /** without one it follows the range */
  period: Period | undefined
  compare: boolean
  unit: string
  range: Range
  /** keeps itself current */
  isFollowing: boolean
}

/** Of a project that is there. */
export type ProjectsView = View & { project: string }

const UNIT_LIMIT = 20

/** What an address asks for; what makes no sense is left aside. */
export const viewOf = (query: Query, now: Date): View => ({
  project: one(query, 'project')?.slice(0, 100),
  lines: linesOf(query),
  style: oneOf(STYLES, one(query, 'style')) ?? 'line',
  interpolation: oneOf(INTERPOLATIONS, one(query, 'curve')) ?? 'linear',
  period: oneOf(PERIODS, one(query, 'period')),
  compare: one(query, 'compare') === 'on',
  unit: one(query, 'unit')?.trim().slice(0, UNIT_LIMIT) ?? '',
  range: rangeOf(query, now, '6h'),
  isFollowing: one(query, 'follow') !== 'off',
})

const oneOf = <T extends string>(names: readonly T[], name: string | undefined): T | undefined =>
  names.find(known => known === name)

/** What was zoomed to stays as it is. */
export const isRunning = ({ isFollowing, range }: View) => isFollowing && range.key !== null

/** The chart of a view; it has to have a line. */
export function chartOf(view: ProjectsView): PanelOf<'metrics'> {
  const { project, lines, style, interpolation, period, compare, unit } = view
  return {
    ...{ kind: 'metrics', title: titleOf(lines), project, unit },
    ...{ lines, style, interpolation, period, compare },
  }
}

/** The table of the values of the filter that a view's only such line is drawn by; null without one. */
export function tableOf({
  project,
  lines,
  period,
  compare,
  unit,
}: ProjectsView): PanelOf<'table'> | null {
  const [line, ...others] = lines.filter(({ by }) => by !== undefined)
  if (line?.by === undefined || others.length > 0) return null
  return {
    ...{ kind: 'table', title: titleOf([line]), project, unit },
    ...{ line: { ...line, by: line.by }, period, compare },
  }
}

const TITLE_LIMIT = 100

/** `orders`, `orders (device: phone) by country`, `orders and 2 more`. */
function titleOf([first, ...others]: readonly MetricLine[]): string {
  if (!first) return ''
  const by = first.by === undefined ? '' : ` by ${first.by}`
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  const rest = by + more
  return `${nameOf(first).slice(0, TITLE_LIMIT - rest.length)}${rest}`.slice(0, TITLE_LIMIT)
}
