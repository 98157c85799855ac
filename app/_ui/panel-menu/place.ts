import { type Query, withQuery } from '#app/_ui/query.ts'
import { withLines } from '#app/(signed-in)/explore/_lines/address.ts'
import type { MetricLine, Panel, PanelOf } from '#lib/charts/panel.ts'

interface Place {
  label: string
  href: string
}

/** Where what a panel shows can be looked into further, over the same time; null: nowhere. */
export function placeOf(panel: Panel, time: Query): Place | null {
  switch (panel.kind) {
    case 'metrics':
      return explorer(panel, panel.lines, { ...lookOf(panel), ...time })
    case 'table':
    case 'number':
      return explorer(panel, [panel.line], time)
    case 'monitor':
      return { label: 'Find the monitor', href: withQuery('/monitors', {}, { q: panel.monitor }) }
    case 'monitors':
      return { label: 'Open monitors', href: withQuery('/monitors', {}, { tag: panel.tag }) }
    case 'errors':
      return { label: 'Open errors', href: errorsHref(panel, time) }
    case 'text':
      return null
  }
}

function explorer(
  { project, unit, compare }: Pick<PanelOf<'table'>, 'project' | 'unit' | 'compare'>,
  lines: readonly MetricLine[],
  rest: Query,
): Place {
  const query = { project, unit, compare: compare ? 'on' : undefined, ...rest }
  const href = withQuery('/explore', {}, { ...query, ...withLines({}, lines) })
  return { label: 'Open in the explorer', href }
}

const lookOf = ({ style, interpolation, period }: PanelOf<'metrics'>): Query => ({
  ...{ style, curve: interpolation, period },
})

const errorsHref = ({ signature, project, q }: PanelOf<'errors'>, time: Query): string =>
  signature === undefined
    ? withQuery('/errors', {}, { project, q, state: 'all', ...time })
    : withQuery(`/errors/${signature}`, {}, time)
