import type { PoolClient } from 'pg'
import type { Book, Ids, Series } from '#lib/metrics/intake/book.ts'
import { keyOf } from '#lib/metrics/intake/keys.ts'
import { inOrder, type Tallies } from '#lib/metrics/intake/tally.ts'
import type { SeriesKey } from '#lib/metrics/series.ts'
import type { Kind } from '#lib/metrics/terms.ts'

/** Numbers that series have got in a transaction; to be confirmed once it is committed. */
export interface Numbered {
  /** undefined for a series of a project that was deleted at this moment */
  idOf(series: Series): number | undefined
  confirm(): void
}

/**
 * Sees to it that every series of these tallies is in the database and stays there until the end of the
 * transaction: new ones are put in, those that somebody has deleted again as well.
 */
export async function numberSeries(client: PoolClient, tallies: Tallies): Promise<Numbered> {
  const given = new Map<Series, Ids | undefined>()
  for (const [book, { pages }] of inOrder(tallies)) {
    const all = [...new Set([...pages.values()].flatMap(({ series }) => series))]
    const there = await lock(client, book.project.id, all)
    const missing = all.filter(({ ids }) => !ids || !there.has(ids.metric))
    const ids = await insert(client, book, missing)
    for (const series of missing) given.set(series, ids.get(series))
  }
  return {
    idOf: series => (given.has(series) ? given.get(series) : series.ids)?.series,
    confirm() {
      for (const [series, ids] of given) series.ids = ids
    },
  }
}

/** A series goes only with its metric, of which there are fewer. */
async function lock(
  client: PoolClient,
  projectId: number,
  all: readonly Series[],
): Promise<Set<number>> {
  const known = new Set(all.flatMap(({ ids }) => (ids ? [ids.metric] : [])))
  if (known.size === 0) return known
  const { rows } = await client.query<{ id: number }>({
    name: 'metrics: lock',
    text: `select id from metric where project_id = $1 and id = any ($2::int[]) order by id for key share`,
    values: [projectId, `{${[...known].join(',')}}`],
  })
  return new Set(rows.map(({ id }) => id))
}

async function insert(
  client: PoolClient,
  { project }: Book,
  missing: readonly Series[],
): Promise<Map<Series, Ids>> {
  if (missing.length === 0) return new Map()
  const metrics = await insertMetrics(client, project.id, missing)
  const wanted = missing.flatMap(series => {
    const metric = metrics.get(metricOf(series))
    return metric === undefined ? [] : [{ series, metric, name: nameOf(metric, series) }]
  })
  const { rows } = await client.query<SeriesKey & Ids>(INSERT_SERIES, [
    project.id,
    wanted.map(({ metric }) => metric),
    wanted.map(({ series }) => JSON.stringify(series.filters)),
    wanted.map(({ series }) => JSON.stringify(series.values)),
  ])
  const ids = new Map(rows.map(row => [nameOf(row.metric, row), row.series]))
  return new Map(
    wanted.flatMap(({ series, metric, name }) => {
      const id = ids.get(name)
      return id === undefined ? [] : [[series, { metric, series: id }] as const]
    }),
  )
}

const metricOf = ({ kind, metric }: Pick<Series, 'kind' | 'metric'>) => `${kind}\n${metric}`
const nameOf = (metric: number, key: SeriesKey) => `${metric}\n${keyOf(key).text}`

async function insertMetrics(
  client: PoolClient,
  projectId: number,
  series: readonly Series[],
): Promise<Map<string, number>> {
  const wanted = [...new Map(series.map(one => [metricOf(one), one])).values()]
  const { rows } = await client.query<{ id: number; kind: Kind; metric: string }>(INSERT_METRICS, [
    projectId,
    wanted.map(({ metric }) => metric),
    wanted.map(({ kind }) => kind),
  ])
  return new Map(rows.map(row => [metricOf(row), row.id]))
}

/** A project that was deleted meanwhile has no metrics any more. */
const INSERT_METRICS = `
  insert into metric (project_id, name, kind, first_seen, last_seen)
  select $1, name, kind, now(), now() from unnest($2::text[], $3::text[]) as given(name, kind)
  where exists (select from project where id = $1 for key share) order by name, kind
  on conflict (project_id, name, kind) do update set last_seen = now()
  returning id, kind, name as metric`

/** An update that changes nothing gives the number of what was there already, too. */
const INSERT_SERIES = `
  insert into metric_series as s (project_id, metric_id, filters, filter_values)
  select $1, metric_id, array(select jsonb_array_elements_text(filters)), array(select jsonb_array_elements_text(vals))
  from unnest($2::int[], $3::jsonb[], $4::jsonb[]) as given(metric_id, filters, vals) order by 2, 3, 4
  on conflict (metric_id, filters, filter_values, project_id) do update set metric_id = s.metric_id
  returning id as series, metric_id as metric, filters, filter_values as values`
