import type { Pool } from 'pg'
import type { Shape } from '#lib/metrics/intake/contract.ts'
import { type Calendar, calendarOf } from '#lib/metrics/periods.ts'
import { countSeries, seriesOf } from '#lib/metrics/series.ts'
import type { Filter, Kind } from '#lib/metrics/update.ts'
import type { Project } from '#lib/projects/schema.ts'

/** The ways of updates to their series that are remembered; beyond them, or so much memory, all are found anew. */
const WAYS_LIMIT = 200_000
const WAYS_BYTES = 64 * 1024 * 1024

/** One series of this process, with its number in the database once it has one. */
export interface Series {
  metric: string
  kind: Kind
  filters: readonly string[]
  values: readonly string[]
  id: number | undefined
}

/** What this process knows of one project, to count with. */
export interface Book {
  project: Project
  calendar: Calendar
  /** Where an update counts, or null when that would make more series than the project may have. */
  seriesFor(shape: Shape): readonly Series[] | null
}

export async function openBook(pool: Pool, project: Project): Promise<Book> {
  const limit = project.limits.series
  const known = new Map<string, Series>()
  for (const series of await readSeries(pool, project.id, limit)) known.set(nameOf(series), series)
  const ways = new Map<string, readonly Series[]>()
  let waysBytes = 0

  function find({ name, kind, filters }: Shape): readonly Series[] | null {
    const { sets } = project.settings.metrics
    if (countSeries(filters, sets) > limit) return null
    const wanted = seriesOf(filters, sets).map(
      (key): Series => ({ metric: name, kind, ...key, id: undefined }),
    )
    const fresh = wanted.filter(series => !known.has(nameOf(series)))
    if (known.size + fresh.length > limit) return null
    for (const series of fresh) known.set(nameOf(series), series)
    return wanted.map(series => known.get(nameOf(series)) ?? series)
  }

  function remember(way: string, series: readonly Series[]) {
    waysBytes += 2 * way.length + 8 * series.length
    if (ways.size >= WAYS_LIMIT || waysBytes > WAYS_BYTES) {
      ways.clear()
      waysBytes = 0
    }
    ways.set(way, series)
  }

  return {
    project,
    calendar: calendarOf(project.settings.metrics.timezone),
    seriesFor(shape) {
      const way = wayOf(shape)
      const remembered = ways.get(way)
      if (remembered) return remembered
      const series = find(shape)
      if (!series) return null
      remember(way, series)
      return series
    },
  }
}

/** Neither names nor values have control characters (lib/metrics/intake/fit.ts). */
const nameOf = ({ kind, metric, filters, values }: Series) =>
  `${kind}\n${metric}\n${filters.join('\t')}\n${values.join('\t')}`

function wayOf({ kind, name, filters }: Shape): string {
  let way = `${kind}\n${name}`
  for (const filter of filters) way += wordsOf(filter)
  return way
}

const wordsOf = ({ name, values }: Filter) => `\n${name}\t${values.join('\t')}`

async function readSeries(pool: Pool, projectId: number, limit: number): Promise<Series[]> {
  const { rows } = await pool.query<Series>(
    `select s.id, m.name as metric, m.kind, s.filters, s.filter_values as values
     from metric_series s join metric m on m.id = s.metric_id
     where m.project_id = $1 order by s.id limit $2`,
    [projectId, limit],
  )
  return rows
}
