import type { Pool } from 'pg'
import { UserError } from '#lib/failures.ts'

/** Of each filter the value; null: every value that it has. */
export type Chosen = Readonly<Record<string, string | null>>

/** A metric where its filters have these values, in the order of the filters' names. */
export interface Series {
  id: number
  values: string[]
}

/** As many as a project counts without being allowed more. */
const SERIES_LIMIT = 100_000

export const namesOf = (chosen: Chosen): string[] => Object.keys(chosen).sort()

/** The series of a metric that have these filters and no others, in the order of their values. */
export async function findSeries(pool: Pool, metricId: number, chosen: Chosen): Promise<Series[]> {
  const names = namesOf(chosen)
  const values = names.map(name => chosen[name] ?? null)
  const { rows } = await pool.query<Series>(values.includes(null) ? FITTING : EXACT, [
    ...[metricId, names, values, SERIES_LIMIT + 1],
  ])
  if (rows.length > SERIES_LIMIT)
    throw new UserError(`There are more than ${SERIES_LIMIT} values of ${names.join(' and ')}.`, {
      fields: { filters: 'have too many values' },
    })
  return rows
}

const select = (fits: string) => `
  select id, filter_values as values from metric_series
  where metric_id = $1 and filters = $2 and ${fits} order by filter_values limit $4`

const EXACT = select('filter_values = $3')
/** What is null differs from nothing. */
const FITTING = select(`not exists (
  select from unnest($3::text[], filter_values) as pair(wanted, given) where wanted <> given)`)
