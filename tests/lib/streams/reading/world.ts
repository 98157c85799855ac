import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'
import type { TriggerInput } from '#lib/streams/definition/schema.ts'
import type { StreamState } from '#lib/streams/states.ts'
import { saveTrigger } from '#tests/lib/streams/feed/world.ts'

/** A trigger that tells streams apart by order and region. */
export const newTrigger = (
  pool: Pool,
  name: string,
  rest: Partial<TriggerInput> = {},
  project = DEFAULT_PROJECT,
) =>
  saveTrigger(
    pool,
    {
      name,
      distinguished_by: ['order', 'region'],
      expiration: '$last + 1d',
      fire_pipeline: 'report',
      match_criteria: [{ event_type: `${name}.*` }],
      fire_criteria: [{ event_type: `${name}.paid` }],
      ...rest,
    },
    project,
  )

interface Given {
  state?: StreamState
  traits?: object
  first?: string
  last?: string
  error?: string
}

/** Puts a stream into the database as it is, and answers its id. */
export async function newStream(
  pool: Pool,
  triggerId: number,
  {
    state = 'active',
    traits = {},
    first = '2026-11-01T12:00:00Z',
    last = first,
    error,
  }: Given = {},
): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into stream (project_id, trigger_id, version_id, state, open, key, traits, first_event, last_event,
       expire_at, due_at, met, error)
     select t.project_id, t.id, v.id, $2::stream_state, $2::stream_state = 'active', $3, $4, $5, $6, $6::timestamptz + interval '1 day', null, '{0}', $7
     from trigger t join trigger_version v on v.trigger_id = t.id and v.version = t.version
     where t.id = $1 returning id`,
    [triggerId, state, randomUUID(), JSON.stringify(traits), first, last, error ?? null],
  )
  return Number(rows[0]?.id)
}
