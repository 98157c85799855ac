import type { Pool } from 'pg'
import { inBatches } from '#lib/batches.ts'
import { settingsIn } from '#lib/streams/settings/stored.ts'
import { DELETED_DAYS } from '#lib/streams/triggers/stored.ts'

/** Rows that one statement deletes, and the pause after it, so that other work always gets its turn. */
const BATCH_ROWS = 1_000
const PAUSE_MS = 20
/** Why triggers did not do something matters while somebody looks for the reason. */
const STATISTIC_DAYS = 30

interface Deleted {
  streams: number
  statistics: number
  triggers: number
}

/** Deletes completed streams, counts of triggers, and deleted triggers that were kept for long enough. Ends early when the signal aborts. */
export async function cleanUpStreams(
  pool: Pool,
  now: Date,
  signal = new AbortController().signal,
): Promise<Deleted> {
  const { keepDays } = await settingsIn(pool)
  const run = (sql: string, days: number) => {
    const before = daysBefore(now, days)
    const deleteSome = async () => (await pool.query(sql, [before, BATCH_ROWS])).rowCount ?? 0
    return inBatches(deleteSome, { most: BATCH_ROWS, pauseMs: PAUSE_MS, signal })
  }
  return {
    streams: await run(STREAMS, keepDays),
    statistics: await run(STATISTICS, STATISTIC_DAYS),
    triggers: await run(TRIGGERS, DELETED_DAYS),
  }
}

const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000)

const STREAMS = `
  delete from stream where id in (
    select id from stream where state = 'completed' and changed_at < $1
    order by changed_at limit $2 for update skip locked)`

const STATISTICS = `
  delete from trigger_statistic where (trigger_id, minute, criteria, name) in (
    select trigger_id, minute, criteria, name from trigger_statistic
    where minute < $1 order by minute limit $2 for update skip locked)`

/** Streams that have not ended, or are kept, keep the one that opened them. */
const TRIGGERS = `
  delete from trigger where id in (
    select id from trigger t where deleted_at < $1
      and not exists (select from stream s where s.trigger_id = t.id)
    order by id limit $2 for update skip locked)`
