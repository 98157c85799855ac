import type { Pool } from 'pg'
import { RECOVERED_AT_ONCE, UNKNOWN_AFTER_SECONDS } from '#lib/runs/lost.ts'
import { STREAMS_CHANNEL } from '#lib/streams/feed/feed.ts'
import { settingsIn } from '#lib/streams/settings/stored.ts'

/** Gives the streams that an engine has back, as if it had not taken them. */
export async function giveBack(pool: Pool, engineId: string): Promise<void> {
  await pool.query(
    `update stream set ${AGAIN}, attempts = attempts - 1
     where claimed_by = $1 and state in ('firing', 'expiring')`,
    [engineId],
  )
  await pool.query(`select pg_notify($1, '')`, [STREAMS_CHANNEL])
}

const AGAIN = `state = case state when 'firing' then 'retry_fire' else 'retry_expire' end::stream_state,
  serial = serial + 1, claimed_by = null, due_at = now(), changed_at = now()`

/**
 * Takes care of streams whose pipelines were under way in an engine that is dead, or that their engine does not know of (`held` is
 * what this one has): they are tried again, as often as one that fails. Answers how many there were.
 */
export async function recoverLostStreams(
  pool: Pool,
  engineId: string,
  held: readonly string[],
  deadAfterMs: number,
): Promise<number> {
  const { retries } = await settingsIn(pool)
  const { rowCount } = await pool.query(RECOVER, [
    ...[engineId, held, deadAfterMs / 1000, UNKNOWN_AFTER_SECONDS, RECOVERED_AT_ONCE, retries],
  ])
  if (rowCount) await pool.query(`select pg_notify($1, '')`, [STREAMS_CHANNEL])
  return rowCount ?? 0
}

/** One that engines die with time and again may be what they die of. */
const RECOVER = `
  with lost as (
    select id from stream
    where claimed_by is not null and state in ('firing', 'expiring') and (
      (claimed_by <> $1 and not exists (
        select from beat where beat.id = claimed_by and beat_at > now() - make_interval(secs => $3)))
      or (claimed_by = $1 and id <> all ($2::bigint[])
        and changed_at < now() - make_interval(secs => $4)))
    order by id limit $5 for update skip locked)
  update stream s set serial = serial + 1, claimed_by = null, changed_at = now(),
    due_at = case when attempts <= $6 then now() end,
    error = 'An engine died while it was under way; that was attempt ' || attempts || '.',
    state = case when state = 'firing'
      then case when attempts <= $6 then 'retry_fire' else 'error' end
      else case when attempts <= $6 then 'retry_expire' else 'expire_error' end
    end::stream_state
  from lost where s.id = lost.id`
