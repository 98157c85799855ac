import type { Pool } from 'pg'
import { queueRuns } from '#lib/runs/queue.ts'
import { type Finished, type Recording, recordRuns } from '#lib/runs/record.ts'
import type { Outcome } from '#lib/sandbox/contract.ts'
import { inTransaction } from '#lib/transaction.ts'

/** A run that two engines died with is not tried a third time: it may be what they died of. */
const ATTEMPTS = 2
/** A claim whose answer was lost with its connection belongs to an engine that doesn't know of it. */
export const UNKNOWN_AFTER_SECONDS = 15
export const RECOVERED_AT_ONCE = 500

/** Gives what an engine has, and jobs it didn't come to, back to the queue. */
export async function giveBack(pool: Pool, engineId: string, untouched: string[]): Promise<void> {
  await inTransaction(pool, async tx => {
    const { rows } = await tx.query<{ id: string }>(
      `update run set status = 'queued', claimed_by = null, started_at = null, attempts = attempts - 1
       where status = 'running' and claimed_by = $1 returning id::text as id`,
      [engineId],
    )
    await queueRuns(tx, [...rows.map(({ id }) => id), ...untouched])
  })
}

/** Puts a run that has been claimed back for a while. */
export async function postpone(pool: Pool, engineId: string, id: string, seconds: number) {
  await inTransaction(pool, async tx => {
    const { rowCount } = await tx.query(
      `update run set status = 'queued', claimed_by = null, started_at = null, attempts = attempts - 1
       where id = $1 and status = 'running' and claimed_by = $2`,
      [id, engineId],
    )
    if (rowCount === 1) await queueRuns(tx, [id], seconds)
  })
}

/**
 * Takes care of runs that were under way in an engine that is dead, or that their engine doesn't know of
 * (`held` is what this one knows of): they are queued again once, then they are an ERROR that says so.
 * Answers how many there were.
 */
export async function recoverLost(
  recording: Recording,
  engineId: string,
  held: string[],
  deadAfterMs: number,
  now: Date,
): Promise<number> {
  const lost = await inTransaction(recording.pool, async tx => {
    const { rows } = await tx.query<LostRow>(FIND_LOST, [
      engineId,
      held,
      deadAfterMs / 1000,
      UNKNOWN_AFTER_SECONDS,
      RECOVERED_AT_ONCE,
    ])
    const again = rows.filter(({ attempts }) => attempts < ATTEMPTS).map(({ id }) => id)
    await tx.query(
      `update run set status = 'queued', claimed_by = null, started_at = null where id = any ($1::bigint[])`,
      [again],
    )
    await queueRuns(tx, again)
    return rows
  })
  const given = lost.filter(({ attempts }) => attempts >= ATTEMPTS).map(finishedOf)
  if (given.length > 0) await recordRuns(recording, given, now)
  return lost.length
}

interface LostRow {
  id: string
  monitor_id: number
  claimed_by: string
  attempts: number
  started_at: Date
  version: number
  of_stream: boolean
}

const FIND_LOST = `
  select r.id::text as id, r.monitor_id, r.claimed_by, r.attempts, r.started_at, m.version,
    r.stream_id is not null as of_stream
  from run r join monitor m on m.id = r.monitor_id
  where r.status = 'running' and (
    (r.claimed_by <> $1 and not exists (
      select 1 from beat where beat.id = r.claimed_by and beat_at > now() - make_interval(secs => $3)))
    or (r.claimed_by = $1 and r.id <> all ($2::bigint[])
      and r.started_at < now() - make_interval(secs => $4)))
  order by r.id limit $5
  for update of r skip locked`

const finishedOf = (row: LostRow): Finished => ({
  id: row.id,
  monitorId: row.monitor_id,
  claimedBy: row.claimed_by,
  version: row.version,
  ofStream: row.of_stream,
  outcome: lostOutcome(row.started_at, `It was under way in ${row.attempts} engines that died.`),
})

/** What is recorded of a run whose process was lost. */
export const lostOutcome = (startedAt: Date, message: string): Outcome => ({
  state: 'ERROR',
  reason: 'runner lost',
  value: null,
  series: {},
  message,
  output: '',
  calls: [],
  startedAt,
  durationMs: 0,
  line: null,
})

/** Frees jobs that are held by processes that no longer live; the queue itself would wait for hours. */
export async function unlockDeadJobs(pool: Pool, ownPools: string[], deadAfterMs: number) {
  await pool.query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
     from graphile_worker.jobs
     where locked_at < now() - make_interval(secs => $2) and locked_by <> all ($1::text[])
       and locked_by not in (
         select jsonb_array_elements_text(info->'pools') from beat
         where role = 'engine' and beat_at > now() - make_interval(secs => $2))
     having count(*) > 0`,
    [ownPools, deadAfterMs / 1000],
  )
}
