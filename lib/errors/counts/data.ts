import { Prisma } from '#lib/db/client.ts'
import { type Segment, segmentsOf, type Unit } from '#lib/errors/counts/segments.ts'
import { LEVELS } from '#lib/errors/event.ts'
import { keptSince } from '#lib/errors/retention/data.ts'
import type { SignatureFilter, TimeRange } from '#lib/errors/schema.ts'

const TABLES = { hour: 'error_hour', minute: 'error_minute', second: 'error_second' } as const

export interface Counts {
  /** rows (signature_id, at, count) that have each count of the range once */
  rows: Prisma.Sql
  /** how exact the range's ends are */
  resolution: Unit
}

interface Wanted extends Pick<SignatureFilter, 'host' | 'level' | 'project'> {
  range: TimeRange
  /** of these only: SQL that gives ids */
  ids?: Prisma.Sql | undefined
  /** at least this fine */
  coarsest?: Unit | undefined
}

/** The counts of a range, both ends included; of one host or level they are counted by the minute. */
export async function countsOf(wanted: Wanted): Promise<Counts> {
  const { range, host, level, coarsest } = wanted
  const { segments, resolution } = segmentsOf(secondsOf(range), await keptSince(), {
    finest: host || level ? 'minute' : 'second',
    coarsest,
  })
  const parts = segments.map(segment => rowsOf(segment, wanted))
  return { rows: parts.length ? Prisma.join(parts, ' union all ') : NOTHING, resolution }
}

const NOTHING = Prisma.sql`select 0 as signature_id, now() as at, 0::bigint as count where false`

const secondsOf = ({ from, to }: TimeRange) => ({
  from: Math.floor(from.getTime() / 1_000),
  to: Math.floor(to.getTime() / 1_000),
})

function rowsOf({ unit, from, to }: Segment, { host, level, ids }: Wanted): Prisma.Sql {
  const conditions = [
    Prisma.sql`at >= to_timestamp(${from}::float8) and at < to_timestamp(${to}::float8)`,
  ]
  if (ids) conditions.push(Prisma.sql`signature_id in (${ids})`)
  if (host) conditions.push(Prisma.sql`host_id in (select id from error_host where name = ${host})`)
  if (level) conditions.push(Prisma.sql`level <= ${LEVELS.indexOf(level)}::int`)
  return Prisma.sql`select signature_id, at, count from ${Prisma.raw(TABLES[unit])}
    where ${Prisma.join(conditions, ' and ')}`
}
