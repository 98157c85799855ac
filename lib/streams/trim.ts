import type { Pool } from 'pg'
import { inBatches } from '#lib/batches.ts'
import { settingsIn } from '#lib/streams/settings/stored.ts'
import { evaluate } from '#lib/streams/timex/evaluate.ts'
import { isoOf } from '#lib/streams/timex/iso.ts'
import { parseTimex } from '#lib/streams/timex/parse.ts'
import { inTransaction } from '#lib/transaction.ts'

const PAUSE_MS = 20

/**
 * Deletes events that are older than the setting `trimEventsAge` says, the oldest first, from the store and from streams. Answers how many;
 * ends early when the signal aborts. Throws a TimexMistake when there is no such time, as `$timestamp @ 31d` in a shorter month.
 */
export async function trimEvents(
  pool: Pool,
  now: Date,
  signal = new AbortController().signal,
): Promise<number> {
  const { trimEventsAge, trimEventsBatchSize: most } = await settingsIn(pool)
  if (trimEventsAge === null) return 0
  const before = evaluate(parseTimex(trimEventsAge), () => now.getTime() * 1000)
  // Ranges are refused when it is set.
  if (typeof before !== 'number') return 0
  const trimSome = () => trimBatch(pool, isoOf(before), most)
  return inBatches(trimSome, { most, pauseMs: PAUSE_MS, signal })
}

const trimBatch = (pool: Pool, before: string, most: number): Promise<number> =>
  inTransaction(pool, async client => {
    const { rowCount } = await client.query(TRIM, [before, most])
    const deleted = rowCount ?? 0
    if (deleted < most) await client.query('delete from stream_event where at < $1', [before])
    return deleted
  })

const TRIM = `
  delete from event where (uid, at, project_id) in (
    select uid, at, project_id from event where at < $1 order by at limit $2)`
