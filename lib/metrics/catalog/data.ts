import { pool } from '#lib/db/client.ts'
import { itemsOf } from '#lib/items.ts'
import { likePattern } from '#lib/like.ts'
import type { Kind } from '#lib/metrics/terms.ts'

export interface ListedMetric {
  name: string
  kind: Kind
  lastSeen: Date
}

export interface MetricQuery {
  /** words that the name has all of */
  q?: string | undefined
  limit: number
  /** `next` of the page before */
  cursor?: string | undefined
}

/** A page of a project's metrics by name; `next` is the cursor of the next page, or null. */
export async function listMetrics(projectId: number, { q = '', limit, cursor }: MetricQuery) {
  const [afterKind = '', ...afterName] = cursor?.split(':') ?? []
  const words = q.split(/\s+/).filter(word => word !== '')
  const { rows } = await pool().query<ListedMetric>(
    `select name, kind, last_seen as "lastSeen" from metric
     where project_id = $1 and (name, kind) > ($2, $3) and name ilike all ($4::text[])
     order by name, kind limit $5`,
    [projectId, ...[afterName.join(':'), afterKind], words.map(likePattern), limit + 1],
  )
  return itemsOf(rows, limit, ({ kind, name }) => `${kind}:${name}`)
}

/** Those that something came for last, the newest first. */
export async function newestMetrics(projectId: number, count: number): Promise<ListedMetric[]> {
  const { rows } = await pool().query<ListedMetric>(
    `select name, kind, last_seen as "lastSeen" from metric
     where project_id = $1 order by last_seen desc, name limit $2`,
    [projectId, count],
  )
  return rows
}

/** A filter of a metric; of very many values the first ones. */
export interface MetricFilter {
  name: string
  values: string[]
  /** of all values */
  count: number
}

const VALUES_LISTED = 1_000

/** By what a metric can be filtered. */
export async function filtersOf(metricId: number): Promise<MetricFilter[]> {
  const { rows } = await pool().query<MetricFilter>(
    `select filters[1] as name, count(*)::integer as count,
       (array_agg(filter_values[1] order by filter_values[1]))[1:$2] as values
     from metric_series where metric_id = $1 and cardinality(filters) = 1
     group by 1 order by 1`,
    [metricId, VALUES_LISTED],
  )
  return rows
}
