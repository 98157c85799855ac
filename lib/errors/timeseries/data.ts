import { db } from '#lib/db/client.ts'
import { countsOf } from '#lib/errors/counts/data.ts'
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
  const { entries, resolution } = await entriesOf(
    query,
    ids,
    shown.map(line => line.id),
  )

  const drawn = (some: readonly Entry[]) => ({
    count: some.reduce((sum, [, count]) => sum + count, 0),
    points: overTime(some, slice, span).map(([second, count]): Point => [second * 1_000, count]),
  })
  return {
    ...{ slice, range, resolution },
    lines: shown.map(line => ({ ...line, ...drawn(entries.get(line.id) ?? []) })),
    total: drawn([...entries.values()].flat()),
  }
}

/** The signatures that fit, most errors first. */
async function mostFrequent(query: TimeseriesQuery): Promise<number[]> {
  const rows = await db().$queryRaw<{ id: number }[]>`
    select id from (${await fittingSignatures(query)}) fit order by in_range desc, id`
  return rows.map(row => row.id)
}

/** What came, by the signature that it is drawn for; 0: those without a line. */
async function entriesOf(query: TimeseriesQuery, ids: number[], shown: number[]) {
  const { slice, range, host, level } = query
  const { rows: counts, resolution } = await countsOf({
    ...{ range, host, level },
    coarsest: unitOf(slice),
    ids: query.id === undefined ? undefined : membersOf(ids),
  })
  const rows = await db().$queryRaw<{ line: number; at: Date; count: number }[]>`
    select case when s.root_id = any(${shown}::int[]) then s.root_id else 0 end as line,
      date_bin(make_interval(secs => ${SLICES[slice]}::float8), c.at, 'epoch') as at, sum(c.count)::float8 as count
    from (${counts}) c join signature s on s.id = c.signature_id
    join unnest(${ids}::int[]) fit(id) on fit.id = s.root_id
    where s.deleted_at is null group by 1, 2`
  // Slices begin where they do, the first one maybe before the range.
  const first = Math.floor(range.from.getTime() / 1_000)
  const entries = new Map<number, Entry[]>()
  for (const { line, at, count } of rows) {
    const entry: Entry = [Math.max(at.getTime() / 1_000, first), count]
    const known = entries.get(line)
    if (known) known.push(entry)
    else entries.set(line, [entry])
  }
  return { entries, resolution }
}

function unitOf(slice: SliceName): Unit {
  if (SLICES[slice] >= UNITS.hour) return 'hour'
  return SLICES[slice] >= UNITS.minute ? 'minute' : 'second'
}
