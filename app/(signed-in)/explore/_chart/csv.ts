import type { DrawnLines } from '#lib/charts/drawn.ts'
import type { MetricLine } from '#lib/charts/panel.ts'

interface Asked {
  project: string
  chart: Pick<DrawnLines, 'from' | 'to' | 'period'>
  compare: boolean
}

/** Where the numbers of a line are to be had as CSV: a column for each value of the filter it is drawn by. */
export function csvHref({ metric, kind, by, view, filters }: MetricLine, asked: Asked): string {
  const { project, chart, compare } = asked
  const query = {
    ...{ project, name: metric, kind, view, period: chart.period ?? undefined },
    filters: Object.keys(filters).length > 0 ? JSON.stringify(filters) : undefined,
    from_date: String(Math.floor(chart.from / 1000)),
    // The second at which a range ends is not in it any more.
    to_date: String(Math.ceil(chart.to / 1000) - 1),
    ...(by === undefined ? { compare: compare ? 'true' : undefined } : { filter_name: by }),
  }
  const parts = Object.entries(query).filter(([, value]) => value !== undefined)
  const path = by === undefined ? 'stats.csv' : 'dataset.csv'
  return `/api/metrics/${path}?${new URLSearchParams(parts as [string, string][])}`
}
