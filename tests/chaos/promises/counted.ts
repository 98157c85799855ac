import type { Pool } from 'pg'
import type { Way } from '#tests/chaos/load/sender.ts'
import type { Stream } from '#tests/chaos/load/unanswered.ts'
import type { Found } from '#tests/chaos/promises/promise.ts'

/** How what came in by one way is counted in the database. */
export type Count = (pool: Pool) => Promise<number>

const count =
  (sql: string) =>
  (...values: string[]): Count =>
  async pool => {
    const { rows } = await pool.query<{ count: number }>(sql, values)
    return rows[0]?.count ?? 0
  }

export const errorsWith = count(
  'select coalesce(sum(count), 0)::int as count from signature where first_message = $1',
)
export const eventsOf = count(
  `select count(*)::int as count from event join event_type t on t.id = type_id where t.name = $1`,
)
export const sumOf = count(`
  select coalesce(sum(b.sum), 0)::int as count from metric_minute b
  join metric_series s on s.id = b.series_id join metric m on m.id = s.metric_id
  where m.name = $1 and cardinality(s.filters) = 0`)

/** Everything that was acknowledged is counted exactly once. */
export async function checkCounted(
  pool: Pool,
  ways: readonly Way[],
  counts: ReadonlyMap<string, Count>,
): Promise<Found> {
  const compared = await Promise.all(
    ways.map(async ({ name, acknowledged, inDoubt }) => ({
      ...{ name, acknowledged: acknowledged(), inDoubt: inDoubt() },
      counted: (await counts.get(name)?.(pool)) ?? -1,
    })),
  )
  const sum = compared.reduce((all, { acknowledged }) => all + acknowledged, 0)
  return {
    promise: 'everything acknowledged is counted exactly once',
    on: `${sum} things by ${ways.length} ways`,
    broken: compared
      .filter(
        ({ acknowledged, inDoubt, counted }) =>
          counted < acknowledged || counted > acknowledged + inDoubt,
      )
      .map(
        ({ name, acknowledged, inDoubt, counted }) =>
          `${name}: ${acknowledged} acknowledged and ${inDoubt} in doubt, ${counted} counted`,
      ),
  }
}

/** What has no answer may be lost, but is not counted twice. */
export async function checkStreams(
  pool: Pool,
  streams: readonly Stream[],
  counts: ReadonlyMap<string, Count>,
): Promise<Found> {
  const compared = await Promise.all(
    streams.map(async ({ name, sent }) => ({
      ...{ name, sent: sent() },
      counted: (await counts.get(name)?.(pool)) ?? -1,
    })),
  )
  return {
    promise: 'what has no answer is counted at most once, and comes in again by itself',
    on: compared.map(({ name, sent, counted }) => `${name}: ${counted} of ${sent}`).join('; '),
    broken: compared
      .filter(({ sent, counted }) => counted > sent || counted < 1)
      .map(({ name, sent, counted }) => `${name}: ${sent} sent, ${counted} counted`),
  }
}
