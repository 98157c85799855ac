import type { PoolClient } from 'pg'
import type { Tallies } from '#lib/metrics/intake/batch.ts'
import type { Book, Series } from '#lib/metrics/intake/book.ts'

/** Numbers that series have got in a transaction; to be confirmed once it is committed. */
export interface Numbered {
  idOf(series: Series): number
  confirm(): void
}

/**
 * Sees to it that every series of these tallies is in the database and stays there until the end of the
 * transaction: new ones are put in, those that somebody has deleted again as well.
 */
export async function numberSeries(client: PoolClient, tallies: Tallies): Promise<Numbered> {
  const ids = new Map<Series, number>()
  // In the order of the projects' numbers, as everything that locks several projects does.
  const books = [...tallies].sort(([a], [b]) => a.project.id - b.project.id)
  for (const [book, { cells }] of books) {
    const all = [...cells.keys()]
    const there = await lock(client, all)
    const missing = all.filter(series => series.id === undefined || !there.has(series.id))
    for (const [series, id] of await insert(client, book, missing)) ids.set(series, id)
  }
  return {
    idOf: series => ids.get(series) ?? series.id ?? 0,
    confirm() {
      for (const [series, id] of ids) series.id = id
    },
  }
}

async function lock(client: PoolClient, all: readonly Series[]): Promise<Set<number>> {
  const known = all.flatMap(({ id }) => (id === undefined ? [] : [id]))
  if (known.length === 0) return new Set()
  const { rows } = await client.query<{ id: number }>({
    name: 'metrics: lock series',
    text: `select id from metric_series where id = any ($1::int[]) order by id for key share`,
    values: [`{${known.join(',')}}`],
  })
  return new Set(rows.map(({ id }) => id))
}

async function insert(
  client: PoolClient,
  { project }: Book,
  missing: readonly Series[],
): Promise<[Series, number][]> {
  if (missing.length === 0) return []
  const { rows } = await client.query<{ n: number; id: number }>(INSERT, [
    project.id,
    missing.map((_, n) => n),
    missing.map(({ metric }) => metric),
    missing.map(({ kind }) => kind),
    missing.map(({ filters }) => JSON.stringify(filters)),
    missing.map(({ values }) => JSON.stringify(values)),
  ])
  return rows.flatMap(({ n, id }) => {
    const series = missing[n]
    return series ? [[series, id] as [Series, number]] : []
  })
}

/** An update that changes nothing gives the number of what was there already, too. */
const INSERT = `
  with given as (
    select n, name, kind,
      array(select jsonb_array_elements_text(filters)) as filters,
      array(select jsonb_array_elements_text(vals)) as vals
    from unnest($2::int[], $3::text[], $4::text[], $5::jsonb[], $6::jsonb[]) as g(n, name, kind, filters, vals)
    where exists (select from project where id = $1 for key share)),
  metrics as (
    insert into metric (project_id, name, kind, first_seen, last_seen)
    select distinct $1::int, name, kind, now(), now() from given order by name, kind
    on conflict (project_id, name, kind) do update set last_seen = now()
    returning id, name, kind),
  series as (
    insert into metric_series as s (metric_id, filters, filter_values)
    select m.id, g.filters, g.vals from given g join metrics m using (name, kind) order by 1, 2, 3
    on conflict (metric_id, filters, filter_values) do update set metric_id = s.metric_id
    returning id, metric_id, filters, filter_values)
  select g.n, s.id from given g join metrics m using (name, kind)
  join series s on s.metric_id = m.id and s.filters = g.filters and s.filter_values = g.vals`
