import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
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
  return {
    streams: await inBatches(pool, STREAMS, daysBefore(now, keepDays), signal),
    statistics: await inBatches(pool, STATISTICS, daysBefore(now, STATISTIC_DAYS), signal),
    triggers: await inBatches(pool, TRIGGERS, daysBefore(now, DELETED_DAYS), signal),
  }
}

async function inBatches(pool: Pool, sql: string, before: Date, signal: AbortSignal) {
  for (let total = 0; ; ) {
    const { rowCount } = await pool.query(sql, [before, BATCH_ROWS])
    total += rowCount ?? 0
    if ((rowCount ?? 0) < BATCH_ROWS || signal.aborted) return total
    await delay(PAUSE_MS)
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
