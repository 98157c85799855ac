import { db, Prisma } from '#lib/db/client.ts'
import { type Counts, countsOf } from '#lib/errors/counts/data.ts'
import { UNITS, type Unit } from '#lib/errors/counts/segments.ts'
import type { SignatureFilter, TimeRange } from '#lib/errors/schema.ts'
import { fittingSignatures, membersOf, type SignatureId } from '#lib/errors/signatures/data.ts'
import { type Entry, overTime, SLICES, type SliceName } from '#lib/errors/slices.ts'
import { chartedSeconds } from '#lib/errors/timeseries/limits.ts'

/** [Unix milliseconds at which a slice begins, count] */
export type Point = [at: number, count: number]

export interface Line {
  id: number
  template: string
  name: string
  /** all of its points together */
  count: number
  points: Point[]
}

export interface Timeseries {
  slice: SliceName
  /** how exact the ends are: to the second, or to the minute or hour where nothing finer is kept */
  resolution: Unit
  range: TimeRange
  /** the most frequent signatures, most errors first */
  lines: Line[]
  /** of all that fit, those without a line included */
  total: { count: number; points: Point[] }
}

export interface TimeseriesQuery extends Omit<SignatureFilter, 'range'> {
  /** of this one only, whatever else it fits */
  id?: SignatureId | undefined
  slice: SliceName
  range: TimeRange
  /** how many signatures get a line of their own; default 10 */
  lines?: number | undefined
}

/**
 * The counts of the signatures that fit, over time, zeros included.
 * Throws a UserError when that would be more points than anyone can look at.
 */
export async function timeseriesOf(query: TimeseriesQuery): Promise<Timeseries> {
  const { slice, range, lines = 10 } = query
  const span = chartedSeconds(range, slice, query.id === undefined ? lines : 1)
  const ids = query.id === undefined ? await mostFrequent(query) : [query.id]
  const shown = await db().$queryRaw<Pick<Line, 'id' | 'template' | 'name'>[]>`
    select s.id, s.template, s.name from unnest(${ids.slice(0, lines)}::int[]) with ordinality it(id, place)
    join signature s using (id) order by it.place`
  const [total, entries] = await Promise.all([
    totalOf(query, ids),
    entriesOf(
      query,
      shown.map(({ id }) => id),
    ),
  ])

  const drawn = (some: readonly Entry[]) => ({
    count: some.reduce((sum, [, count]) => sum + count, 0),
    points: overTime(some, slice, span).map(([second, count]): Point => [second * 1_000, count]),
  })
  return {
    ...{ slice, range, resolution: total.resolution },
    lines: shown.map(line => ({ ...line, ...drawn(entries.get(line.id) ?? []) })),
    total: drawn(total.entries),
  }
}

/** The signatures that fit, most errors first. */
async function mostFrequent(query: TimeseriesQuery): Promise<number[]> {
  const rows = await db().$queryRaw<{ id: number }[]>`
    select id from (${await fittingSignatures(query)}) fit order by in_range desc, id`
  return rows.map(row => row.id)
}

interface Count {
  at: Date
  count: number
}

/**
 * What came of all of these, by slice. They may be ten thousands with a million counts: added up by the time of these first, which is little
 * to add up by and what PostgreSQL's workers share.
 */
async function totalOf(query: TimeseriesQuery, ids: readonly number[]) {
  const { rows: counts, resolution } = await countedBySlice(query, ids)
  const rows = await db().$queryRaw<Count[]>`
    select ${sliceOf(query)} as at, sum(c.count)::float8 as count
    from (select at, sum(count) as count from (${counts}) each group by 1) c group by 1`
  return { resolution, entries: rows.map(row => entryOf(row, query)) }
}

/** What came of each of these, by slice. */
async function entriesOf(query: TimeseriesQuery, ids: readonly number[]) {
  const { rows: counts } = await countedBySlice(query, ids)
  const rows = await db().$queryRaw<(Count & { id: number })[]>`
    select s.root_id as id, ${sliceOf(query)} as at, sum(c.count)::float8 as count
    from (${counts}) c join signature s on s.id = c.signature_id group by 1, 2`
  const byId = Map.groupBy(rows, ({ id }) => id)
  return new Map([...byId].map(([id, some]) => [id, some.map(row => entryOf(row, query))]))
}

const countedBySlice = (
  { range, host, level, slice }: TimeseriesQuery,
  ids: readonly number[],
): Promise<Counts> =>
  countsOf({ ...{ range, host, level }, coarsest: unitOf(slice), ids: membersOf(ids) })

/** SQL: in which slice a count is. */
const sliceOf = ({ slice }: TimeseriesQuery) =>
  Prisma.sql`date_bin(make_interval(secs => ${SLICES[slice]}::float8), c.at, 'epoch')`

/** Slices begin where they do, the first one maybe before the range. */
const entryOf = ({ at, count }: Count, { range }: TimeseriesQuery): Entry => [
  Math.max(at.getTime() / 1_000, Math.floor(range.from.getTime() / 1_000)),
  count,
]

function unitOf(slice: SliceName): Unit {
  if (SLICES[slice] >= UNITS.hour) return 'hour'
  return SLICES[slice] >= UNITS.minute ? 'minute' : 'second'
}
