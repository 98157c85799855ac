import { db, Prisma } from '#lib/db/client.ts'
import { countsOf } from '#lib/errors/counts/data.ts'
import type { Unit } from '#lib/errors/counts/segments.ts'
import type { SignatureFilter, TimeRange } from '#lib/errors/schema.ts'
import { fittingSignatures, membersOf } from '#lib/errors/signatures/data.ts'
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
  id?: number | undefined
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
  const fitting =
    query.id === undefined
      ? await fittingSignatures(query)
      : Prisma.sql`select id, 0::float8 as in_range from signature where id = ${query.id}`
  const shown = await db().$queryRaw<Pick<Line, 'id' | 'template' | 'name'>[]>`
    select s.id, s.template, s.name from (${fitting}) fit join signature s using (id)
    order by fit.in_range desc, id limit ${lines}`
  const { entries, resolution } = await entriesOf(
    query,
    fitting,
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

/** What came, by the signature that it is drawn for; 0: those without a line. */
async function entriesOf(query: TimeseriesQuery, fitting: Prisma.Sql, shown: number[]) {
  const { slice, range, host, level, id } = query
  const { rows: counts, resolution } = await countsOf({
    ...{ range, host, level },
    coarsest:
      SLICES[slice] >= SLICES.hour ? 'hour' : SLICES[slice] >= SLICES.minute ? 'minute' : 'second',
    ids: id === undefined ? undefined : membersOf([id]),
  })
  const seconds = Prisma.sql`${SLICES[slice]}::float8`
  // Slices begin where they do, the first one maybe before the range.
  const first = Prisma.sql`${Math.floor(range.from.getTime() / 1_000)}::float8`
  const rows = await db().$queryRaw<{ line: number; second: number; count: number }[]>`
    select case when s.root_id = any(${shown}::int[]) then s.root_id else 0 end as line,
      greatest(floor(extract(epoch from c.at) / ${seconds}) * ${seconds}, ${first})::float8 as second,
      sum(c.count)::float8 as count
    from (${counts}) c join signature s on s.id = c.signature_id
    join (${fitting}) fit on fit.id = s.root_id
    where s.deleted_at is null group by 1, 2`
  const entries = new Map<number, Entry[]>()
  for (const { line, second, count } of rows) {
    const known = entries.get(line)
    if (known) known.push([second, count])
    else entries.set(line, [[second, count]])
  }
  return { entries, resolution }
}
