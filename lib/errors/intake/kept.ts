import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { Input } from '#lib/errors/contract.ts'
import { type ErrorEvent, LEVELS } from '#lib/errors/event.ts'
import { jsonOf } from '#lib/errors/intake/json.ts'

/** Not bad enough to be an error, kept all the same: an event of type `log`. */
export interface Kept {
  projectId: number
  input: Input
  event: ErrorEvent
}

export async function keepEvents(client: PoolClient, kept: readonly Kept[]): Promise<void> {
  if (kept.length === 0) return
  await client.query(INSERT, [
    kept.map(({ projectId }) => projectId),
    kept.map(({ event }) => event.traceId ?? null),
    kept.map(({ event }) => event.uid ?? randomUUID()),
    kept.map(({ event }) => new Date(event.at)),
    kept.map(({ event }) => event.host),
    kept.map(({ event, input }) => jsonOf(traitsOf(event, input))),
  ])
}

const INSERT = `
  insert into event (project_id, type, tree, uid, start, at, host, traits)
  select project_id, 'log', tree, uid, at, at, host, traits
  from unnest($1::int[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::jsonb[])
    as f(project_id, tree, uid, at, host, traits)
  on conflict do nothing`

const traitsOf = (event: ErrorEvent, input: Input) => ({
  message: event.message,
  level: LEVELS[event.level],
  program: event.program,
  input,
  release: event.release,
  environment: event.environment,
  ...event.details,
})
