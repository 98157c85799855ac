import type { Pool } from 'pg'
import { dayOf, dropDays } from '#lib/events/days.ts'
import { eventRetention, eventRetentionSetting } from '#lib/events/retention/setting.ts'

/** Names that no event of the kept time has are forgotten, so that others find room. */
const FORGET = ['event_type', 'event_host'].map(
  table => `delete from ${table} where last_seen < now() - make_interval(days => $1)`,
)

/** Drops the days of events that were kept for long enough, and answers their tables. */
export async function cleanUpEvents(pool: Pool, now: Date): Promise<string[]> {
  const { rows } = await pool.query<{ value: unknown }>(
    'select value from setting where key = $1',
    [eventRetentionSetting.key],
  )
  const { days } = eventRetention.parse(rows[0]?.value ?? {})
  const dropped = await dropDays(pool, dayOf(now.getTime() / 1000) - days)
  // A day more than the longest that an event may be late by.
  for (const statement of FORGET) await pool.query(statement, [days + 1])
  return dropped
}
