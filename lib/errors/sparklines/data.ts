import { db } from '#lib/db/client.ts'
import { countsOf } from '#lib/errors/counts/data.ts'
import { UNITS } from '#lib/errors/counts/segments.ts'
import type { SignatureFilter } from '#lib/errors/schema.ts'
import { membersOf } from '#lib/errors/signatures/data.ts'

const SPARK_PARTS = 48
const DAY_MS = 86_400_000

/** The counts of these signatures, in equal parts of the filter's range or of the last day. */
export async function sparklinesOf(
  ids: readonly number[],
  { range, host, level }: Pick<SignatureFilter, 'range' | 'host' | 'level'>,
): Promise<Map<number, number[]>> {
  const { from, to } = range ?? { from: new Date(Date.now() - DAY_MS), to: new Date() }
  const seconds = (to.getTime() - from.getTime()) / 1_000
  const wanted = seconds / SPARK_PARTS
  const coarsest = wanted >= 3_600 ? 'hour' : wanted >= 60 || host || level ? 'minute' : 'second'
  // Of as many hours, minutes or seconds each: even counts would look like a comb otherwise.
  const partSeconds = Math.max(1, Math.ceil(wanted / UNITS[coarsest])) * UNITS[coarsest]
  const parts = Math.max(1, Math.ceil(seconds / partSeconds))
  const { rows: counts } = await countsOf({
    ...{ range: { from, to }, host, level, coarsest },
    ids: membersOf(ids),
  })
  const rows = await db().$queryRaw<{ id: number; at: Date; count: number }[]>`
    select s.root_id as id, sum(c.count)::float8 as count,
      date_bin(make_interval(secs => ${partSeconds}::float8), c.at, ${from}::timestamptz) as at
    from (${counts}) c join signature s on s.id = c.signature_id group by 1, 3`
  const lines = new Map(ids.map(id => [id, new Array<number>(parts).fill(0)]))
  for (const { id, at, count } of rows) {
    const line = lines.get(id) ?? []
    // A coarse count may begin a little before the range.
    const part = Math.round((at.getTime() - from.getTime()) / 1_000 / partSeconds)
    const place = Math.min(Math.max(part, 0), parts - 1)
    line[place] = (line[place] ?? 0) + count
  }
  return lines
}
