import type { Pool } from 'pg'
import type { DropReason, Shape } from '#lib/metrics/intake/contract.ts'
import { isName } from '#lib/metrics/intake/fit.ts'
import { type Key, openKeys } from '#lib/metrics/intake/keys.ts'
import { type Calendar, calendarOf } from '#lib/metrics/periods.ts'
import type { SeriesKey } from '#lib/metrics/series.ts'
import { KINDS, type Kind } from '#lib/metrics/terms.ts'
import type { Filter } from '#lib/metrics/update.ts'
import type { Project } from '#lib/projects/schema.ts'

/** One series of this process, with its numbers in the database once it has them. */
export interface Series extends SeriesKey {
  metric: string
  kind: Kind
  ids: Ids | undefined
  /** where it was counted last: the page with this stamp, and its place on it (lib/metrics/intake/tally.ts) */
  stamp: number
  place: number
}

export interface Ids {
  series: number
  metric: number
}

/** What this process knows of one project, to count with. */
export interface Book {
  project: Project
  calendar: Calendar
  /** What an update with these filters counts in, or why it does not. */
  keysOf(filters: readonly Filter[]): readonly Key[] | DropReason
  /** The series of a metric, or why it cannot have them. */
  find(kind: Kind, name: string, keys: readonly Key[]): readonly Series[] | DropReason
  /** Where an update counts, or why it does not. */
  seriesFor(shape: Shape): readonly Series[] | DropReason
}

export async function openBook(pool: Pool, project: Project): Promise<Book> {
  const limit = project.limits.series
  const keys = openKeys(project.settings.metrics.sets, limit)
  const metrics = emptyMetrics()
  let size = 0

  function put(kind: Kind, name: string, { text, filters, values }: Key, ids?: Ids): Series {
    const series = { metric: name, kind, filters, values, ids, stamp: 0, place: 0 }
    const known = metrics[kind].get(name) ?? new Map<string, Series>()
    metrics[kind].set(name, known.set(text, series))
    size++
    return series
  }

  /** Puts in what is missing, all of it or nothing. */
  function complete(kind: Kind, name: string, wanted: readonly Key[]) {
    const known = metrics[kind].get(name)
    if (!known && !isName(name)) return 'invalid'
    const missing = known ? wanted.filter(({ text }) => !known.has(text)).length : wanted.length
    if (size + missing > limit) return 'too_many_series'
    // A part of a text keeps all of it in memory.
    const own = Buffer.from(name).toString()
    return wanted.map(key => known?.get(key.text) ?? put(kind, own, key))
  }

  function find(kind: Kind, name: string, wanted: readonly Key[]) {
    const known = metrics[kind].get(name)
    if (!known) return complete(kind, name, wanted)
    const found: Series[] = []
    for (const key of wanted) {
      const series = known.get(key.text)
      if (!series) return complete(kind, name, wanted)
      found.push(series)
    }
    return found
  }

  for (const row of await readSeries(pool, project.id, limit))
    put(row.kind, row.name, keys.own(row), { series: row.series, metric: row.metric })

  return {
    project,
    calendar: calendarOf(project.settings.metrics.timezone),
    keysOf: keys.of,
    find,
    seriesFor({ kind, name, filters }) {
      const wanted = keys.of(filters)
      return typeof wanted === 'string' ? wanted : find(kind, name, wanted)
    },
  }
}

/** By kind, by name and by the text of a series' key. */
type Metrics = Record<Kind, Map<string, Map<string, Series>>>

const emptyMetrics = () => Object.fromEntries(KINDS.map(kind => [kind, new Map()])) as Metrics

type Row = SeriesKey & Ids & { kind: Kind; name: string }

async function readSeries(pool: Pool, projectId: number, limit: number): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `select s.id as series, m.id as metric, m.name, m.kind, s.filters, s.filter_values as values
     from metric_series s join metric m on m.id = s.metric_id and m.project_id = s.project_id
     where s.project_id = $1 order by s.id limit $2`,
    [projectId, limit],
  )
  return rows
}
