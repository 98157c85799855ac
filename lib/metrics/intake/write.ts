import type { PoolClient } from 'pg'
import { float8s, int4s, int8s } from '#lib/metrics/intake/arrays.ts'
import { type Numbered, numberSeries } from '#lib/metrics/intake/ids.ts'
import { entriesOf, type Row, rowsOf, STORED, type Stored } from '#lib/metrics/intake/rows.ts'
import { inOrder, type Tallies } from '#lib/metrics/intake/tally.ts'

/** Adds what was counted to the stored buckets, inside the caller's transaction. */
export async function writeTallies(client: PoolClient, tallies: Tallies): Promise<Numbered> {
  const numbered = await numberSeries(client, tallies)
  // Always in this order, so that two processes don't wait for each other.
  for (const [{ project, calendar }, tally] of inOrder(tallies)) {
    const entries = entriesOf(tally, series => numbered.idOf(series) ?? 0)
      .filter(({ id }) => id > 0)
      .sort((a, b) => a.id - b.id || a.minute - b.minute)
    for (const period of STORED)
      await add(client, project.id, period, rowsOf(entries, period, calendar))
  }
  return numbered
}

async function add(
  client: PoolClient,
  projectId: number,
  period: Stored,
  rows: readonly Row[],
): Promise<void> {
  const plain = rows.filter(({ cell }) => !cell.bins)
  if (plain.length > 0)
    await client.query({
      name: `metrics: add ${period}`,
      text: ADD[period],
      values: [projectId, ...columns(plain)],
    })

  const binned = rows.filter(({ cell }) => cell.bins)
  if (binned.length > 0)
    await client.query({
      name: `metrics: add ${period} bins`,
      text: ADD_BINNED[period],
      values: [projectId, ...columns(binned), binned.map(binsOf), binned.map(binCountsOf)],
    })
}

const columns = (rows: readonly Row[]): Buffer[] => [
  int4s(rows.map(({ id }) => id)),
  int8s(rows.map(({ bucket }) => bucket)),
  float8s(rows.map(({ cell }) => cell.sum)),
  float8s(rows.map(({ cell }) => cell.count)),
  float8s(rows.map(({ cell }) => cell.min)),
  float8s(rows.map(({ cell }) => cell.max)),
  float8s(rows.map(({ cell }) => cell.last)),
  float8s(rows.map(({ cell }) => cell.lastAt)),
]

/** Digits of a larger number would be in a form that PostgreSQL does not read. */
const MOST = Number.MAX_SAFE_INTEGER

const binsOf = ({ cell }: Row) => `{${[...(cell.bins?.keys() ?? [])].join(',')}}`
const binCountsOf = ({ cell }: Row) =>
  `{${[...(cell.bins?.values() ?? [])].map(times => Math.round(Math.min(times, MOST))).join(',')}}`

const COLUMNS = 'series_id, bucket, sum, count, min, max, last, last_at'
const VALUES =
  '$2::int[], $3::bigint[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[], $9::float8[]'
const MERGED = `
  sum = t.sum + excluded.sum, count = t.count + excluded.count,
  min = least(t.min, excluded.min), max = greatest(t.max, excluded.max),
  last = case when excluded.last_at >= t.last_at then excluded.last else t.last end,
  last_at = greatest(t.last_at, excluded.last_at)`

const ADD = each(
  period => `
  insert into metric_${period} as t (project_id, ${COLUMNS})
  select $1, f.* from unnest(${VALUES}) as f
  on conflict (series_id, bucket, project_id) do update set ${MERGED}`,
)

/** Bins with the same number are added; a row's own come as the text of an array. */
const ADD_BINNED = each(
  period => `
  insert into metric_${period} as t (project_id, ${COLUMNS}, bins, bin_counts)
  select $1, ${COLUMNS}, bins::int[], bin_counts::bigint[]
  from unnest(${VALUES}, $10::text[], $11::text[]) as f(${COLUMNS}, bins, bin_counts)
  on conflict (series_id, bucket, project_id) do update set ${MERGED}, (bins, bin_counts) = (
    select array_agg(bin order by bin), array_agg(n order by bin) from (
      select bin, least(sum(n), ${MOST})::bigint as n
      from unnest(t.bins || excluded.bins, t.bin_counts || excluded.bin_counts) as b(bin, n)
      group by bin) as merged)`,
)

function each(sql: (period: Stored) => string): Record<Stored, string> {
  return Object.fromEntries(STORED.map(period => [period, sql(period)])) as Record<Stored, string>
}
