import type { PoolClient } from 'pg'
import { holdProjects } from '#lib/projects/hold.ts'
import { storableText } from '#lib/storable.ts'
import type { EffectWriters, Written } from '#lib/streams/effects/open.ts'
import type { Ending } from '#lib/streams/effects/write.ts'
import type { StreamFacts } from '#lib/streams/handlers/contract.ts'
import { retryAfterSeconds } from '#lib/streams/running/back-off.ts'
import type { Claim } from '#lib/streams/running/claim.ts'
import { lineOf, type StreamLine } from '#lib/streams/running/log.ts'
import type { Outcome } from '#lib/streams/running/pipeline.ts'
import { settingsIn } from '#lib/streams/settings/stored.ts'

/** A stream whose pipeline has come to its end. */
export interface Finished {
  claim: Claim
  stream: StreamFacts
  outcome: Outcome
  /** there is no such pipeline: trying again would come to the same */
  isUnknown?: boolean
}

export interface Ended {
  /** those that were still this engine's; of the others nothing is written */
  ours: Finished[]
  effects: Written
}

/** Ends streams inside the caller's transaction: their state, what they bring about, their logs. */
export async function endStreams(
  client: PoolClient,
  finished: readonly Finished[],
  writers: EffectWriters,
): Promise<Ended> {
  await holdProjects(
    client,
    finished.map(({ stream }) => stream.projectId),
  )
  const { keepDays, retries } = await settingsIn(client)
  const ours = await setStates(client, finished, retries)
  const lines = ours.flatMap(({ claim, outcome }) => outcome.lines.map(line => ({ claim, line })))
  const claims = new Map(ours.map(({ claim }) => [claim.id, claim]))
  const effects = await writers.write(client, endingsOf(ours), (stream, level, message) => {
    const claim = claims.get(stream.id)
    if (claim) lines.push({ claim, line: lineOf(null, level, message) })
  })
  const done = ours.filter(({ outcome }) => outcome.ok).map(({ claim }) => claim.id)
  if (keepDays === 0) await client.query(DELETE, [done])
  await writeLines(
    client,
    keepDays === 0 ? lines.filter(({ claim }) => !done.includes(claim.id)) : lines,
  )
  return { ours, effects }
}

const DELETE = 'delete from stream where id = any($1::bigint[])'

async function setStates(
  client: PoolClient,
  finished: readonly Finished[],
  retries: number,
): Promise<Finished[]> {
  const ends = finished.map(one => endOf(one, retries))
  const { rows } = await client.query<{ id: string }>({
    name: 'streams: end',
    text: END,
    values: [
      finished.map(({ claim }) => claim.id),
      finished.map(({ claim }) => claim.serial),
      ends.map(({ state }) => state),
      ends.map(({ inSeconds }) => inSeconds),
      ends.map(({ error }) => error),
    ],
  })
  const ours = new Set(rows.map(({ id }) => id))
  return finished.filter(({ claim }) => ours.has(claim.id))
}

const END = `
  update stream s set state = given.state::stream_state, serial = s.serial + 1, claimed_by = null, changed_at = now(),
    due_at = now() + make_interval(secs => given.in_seconds), error = given.error
  from unnest($1::bigint[], $2::int[], $3::text[], $4::float8[], $5::text[])
    as given(id, serial, state, in_seconds, error)
  where s.id = given.id and s.serial = given.serial
  returning s.id::text`

interface End {
  state: string
  /** when it is due again */
  inSeconds: number | null
  error: string | null
}

/** What a stream comes to: an attempt that failed is followed by others, after growing waits, until a person has to look at it. */
function endOf({ claim, outcome, isUnknown = false }: Finished, retries: number): End {
  const { occasion, attempts } = claim
  if (outcome.ok) return { state: 'completed', inSeconds: null, error: null }
  const { error } = outcome
  if (isUnknown || attempts > retries)
    return { state: occasion === 'fire' ? 'error' : 'expire_error', inSeconds: null, error }
  return { state: `retry_${occasion}`, inSeconds: retryAfterSeconds(attempts), error }
}

export const endingsOf = (ours: readonly Finished[]): Ending[] =>
  ours.flatMap(({ stream, outcome }) => (outcome.ok ? [{ stream, effects: outcome.effects }] : []))

async function writeLines(
  client: PoolClient,
  lines: readonly { claim: Claim; line: StreamLine }[],
): Promise<void> {
  if (lines.length === 0) return
  await client.query({
    name: 'streams: log',
    text: LOG,
    values: [
      lines.map(({ claim }) => claim.projectId),
      lines.map(({ claim }) => claim.id),
      lines.map(({ line }) => line.at),
      lines.map(({ claim }) => claim.pipeline ?? ''),
      lines.map(({ claim }) => claim.attempts),
      lines.map(({ line }) => line.handler),
      lines.map(({ line }) => line.level),
      lines.map(({ line }) => storableText(line.message)),
    ],
  })
}

const LOG = `
  insert into stream_log (project_id, stream_id, at, pipeline, attempt, handler, level, message)
  select * from unnest($1::int[], $2::bigint[], $3::timestamptz[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[])`
