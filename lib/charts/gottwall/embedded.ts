import { DateTime } from 'luxon'
import { z } from 'zod'
import { seriesOf } from '#lib/charts/gottwall/answers.ts'
import { periodOf, refused } from '#lib/charts/gottwall/asked.ts'
import {
  MOST_LINES,
  metricLine,
  type PanelOf,
  panel,
  STYLES,
  type Style,
} from '#lib/charts/panel.ts'
import { frameOf } from '#lib/charts/shared/addresses.ts'
import type { Span } from '#lib/metrics/dates.ts'
import type { Point } from '#lib/metrics/range.ts'
import type { Period } from '#lib/metrics/terms.ts'

const text = z.string().max(250).nullish()
const body = z.object({
  metrics: z
    .array(
      z.object({ metric_name: z.string().min(1).max(250), filter_name: text, filter_value: text }),
    )
    .max(MOST_LINES),
  period: z.string().max(50),
  renderer: z.string().max(50).nullish(),
  name: z.string().max(100).nullish(),
})

/** What GottWall calls a style. */
export const rendererOf = (style: Style): string => (style === 'scatter' ? 'scatterplot' : style)

/** The style that GottWall calls so; undefined for what it does not know. */
export const styleOf = (renderer: string): Style | undefined =>
  STYLES.find(style => rendererOf(style) === renderer)

/**
 * The chart that the body of POST `…/embedded/` asks to be shared, and what it is called. Throws a UserError in
 * GottWall's words.
 */
export function chartOf(
  project: string,
  given: unknown,
): { panel: PanelOf<'metrics'>; name: string } {
  const read = body.safeParse(given)
  if (!read.success) throw refused.body()
  const { metrics, renderer, name } = read.data
  const period = periodOf(read.data.period)
  const style = renderer ? styleOf(renderer) : 'line'
  if (!style) throw refused.period()
  const lines = metrics.map(({ metric_name, filter_name, filter_value }) =>
    metricLine.parse({
      metric: metric_name,
      ...(filter_name && { filters: { [filter_name]: filter_value ?? '' } }),
    }),
  )
  const chart = panel.safeParse({ kind: 'metrics', project, lines, period, style })
  if (chart.data?.kind !== 'metrics') throw refused.body()
  return { panel: chart.data, name: name?.trim() ?? '' }
}

/** The answer to POST `…/embedded/`: where the chart is to be seen, under the prefix GottWall usually had. */
export function linksOf(uid: string, ownUrl: string) {
  const base = `${ownUrl}/gottwall/api/v1/embedded/${uid}`
  return {
    html_link: `${base}.html`,
    js_link: `${base}.js`,
    json_link: `${base}.json`,
    iframe: frameOf(`${base}.html`),
  }
}

/** One line of a shared chart in `…/embedded/{uid}.json`. */
export function embeddedMetric(
  name: string,
  filter: readonly [string, string] | null,
  range: Point[],
) {
  const [filter_name, filter_value] = filter ?? [null, null]
  return { ...seriesOf(range), name, filter_name, filter_value }
}

interface Embedded {
  name: string
  style: Style
  period: Period
  metrics: ReturnType<typeof embeddedMetric>[]
}

/** `…/embedded/{uid}.json`; its dates are days of the zone. */
export function embeddedAnswer({ style, ...rest }: Embedded, { from, to }: Span, zone: string) {
  const day = (at: number) => DateTime.fromSeconds(at, { zone }).toISODate()
  return {
    ...{ renderer: rendererOf(style), ...rest },
    ...{ from_date: day(from), to_date: day(to), generator: 'Belfry' },
  }
}
