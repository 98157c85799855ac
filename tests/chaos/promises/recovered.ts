import type { Pool } from 'pg'
import type { Way } from '#tests/chaos/load/sender.ts'
import { unplanned } from '#tests/chaos/promises/runs.ts'
import { TOKEN } from '#tests/chaos/roles.ts'

/** What works off in time is never due for longer. */
const DUE_SECONDS = 10
const WEB_LIMIT_MS = 5_000
const ROLES = ['engine', 'intake']

interface Looked {
  pool: Pool
  ways: readonly Way[]
  /** of the pages; null: they were left out */
  web: string | null
  /** when things stopped going wrong, by the wall clock and by the steady one */
  since: { at: Date; steady: number }
}

/** What is not yet as it should be since things stopped going wrong, in words. */
export async function unrecovered({ pool, ways, web, since }: Looked): Promise<string[]> {
  const stuck = [
    ...ways
      .filter(({ lastYesAt }) => lastYesAt() < since.steady)
      .map(({ name, refusals }) => `nothing was taken of ${name} (${lastOf(refusals)})`),
    ...(web === null ? [] : await problemsSaid(web)),
  ]
  try {
    const { rows } = await pool.query<{ what: string }>(STUCK, [ROLES, DUE_SECONDS, since.at])
    const times = await unplanned(pool, since.at)
    return [
      ...stuck,
      ...rows.map(({ what }) => what),
      ...(times.length > 0 ? [`${times.length} planned times have neither a run nor a note`] : []),
    ]
  } catch (error) {
    return [...stuck, `the database does not answer: ${(error as Error).message}`]
  }
}

/** What the pages themselves say is wrong. */
const problemsSaid = (web: string): Promise<string[]> =>
  fetch(`${web}/api/health`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    signal: AbortSignal.timeout(WEB_LIMIT_MS),
  }).then(
    async answer => (answer.ok ? [] : [`the pages say ${answer.status}: ${await answer.text()}`]),
    error => [`the pages do not answer: ${(error as Error).message}`],
  )

const lastOf = (refusals: ReadonlyMap<string, number>) => [...refusals.keys()].at(-1) ?? 'no answer'

const STUCK = `
  select 'no ' || role || ' beats' as what from unnest($1::text[]) role
    where not exists (select from beat where beat.role = role and beat_at > now() - interval '10 s')
  union all
  select count(*) || ' deliveries are due' from delivery
    where status = 'queued' and next_attempt_at < now() - make_interval(secs => $2) having count(*) > 0
  union all
  select count(*) || ' posts are due' from post
    where status = 'queued' and next_attempt_at < now() - make_interval(secs => $2) having count(*) > 0
  union all
  select count(*) || ' streams are due' from stream
    where due_at < now() - make_interval(secs => $2) having count(*) > 0
  union all
  select count(*) || ' runs have not ended' from run
    where status in ('queued', 'running') and planned_at <= $3 having count(*) > 0
  union all
  select count(*) || ' jobs are due' from graphile_worker.jobs
    where locked_at is null and run_at < now() - make_interval(secs => $2) and attempts < max_attempts
    having count(*) > 0`
