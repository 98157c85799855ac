import type { Pool } from 'pg'
import { periodFor, type Span } from '#lib/metrics/period-for.ts'
import { type Question, readTotalsOf } from '#lib/metrics/stored/points.ts'
import type { Series } from '#lib/metrics/stored/series.ts'
import { partsOf, viewed } from '#lib/metrics/views.ts'
import type { Project } from '#lib/projects/schema.ts'

/** What is asked of some series over a time, whatever the period. */
export interface Over extends Omit<Question, 'period' | 'from' | 'to'>, Span {
  project: Project
  now: number
}

/** Buckets that totals are made of, of all series together: some tenths of a second. */
const MOST_ROWS = 300_000
/** The same of those with bins. */
const MOST_BINNED_ROWS = 60_000
/** Of one series: a fortnight of minutes. */
const MOST_ROWS_EACH = 20_000
/** However many series they are, an hour is read by minutes, and two days are by hours. */
const LEAST_ROWS_EACH = 60

/**
 * The one number of each series over a time, by its id; none of those that have none. The ends are exact to the
 * minute, or to the hour or the day where so many buckets would take too long.
 */
export async function readNumbers(
  pool: Pool,
  ids: readonly number[],
  { project, now, ...over }: Over,
): Promise<Map<number, number>> {
  const rows = isBinned(over) ? MOST_BINNED_ROWS : MOST_ROWS
  const each = Math.max(LEAST_ROWS_EACH, rows / Math.max(ids.length, 1))
  const period = periodFor(over, Math.min(each, MOST_ROWS_EACH), {
    settings: project.settings.metrics,
    now,
  })
  const totals = await readTotalsOf(pool, ids, { ...over, period })
  return new Map(
    [...totals].flatMap(([id, cell]) => {
      const value = viewed(cell, over.view, Math.max(over.to - over.from, 1))
      return value === null ? [] : [[id, value]]
    }),
  )
}

/** Series that have anything in that time, the greatest first. */
export async function greatestFirst<S extends Series>(
  pool: Pool,
  series: readonly S[],
  over: Over,
): Promise<S[]> {
  // The bins of thousands of series would be too much to read only to know which are shown.
  const view = isBinned(over) ? 'count' : over.view
  const ids = series.map(({ id }) => id)
  const numbers = await readNumbers(pool, ids, { ...over, view })
  return series
    .filter(({ id }) => numbers.has(id))
    .sort((a, b) => (numbers.get(b.id) ?? 0) - (numbers.get(a.id) ?? 0))
}

const isBinned = ({ kind, view }: Pick<Question, 'kind' | 'view'>) =>
  partsOf(kind, view).includes('bins')
