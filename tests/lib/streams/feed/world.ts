import type { Pool } from 'pg'
import { named, storeEvents } from '#lib/events/intake/store.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'
import { type TriggerInput, triggerDefinition } from '#lib/streams/definition/schema.ts'
import { type Fed, feed } from '#lib/streams/feed/feed.ts'
import { renewTriggers } from '#lib/streams/feed/generation.ts'
import { inTransaction } from '#lib/transaction.ts'
import { anEvent } from '#tests/lib/events/world.ts'

/** Orders that are to be paid and shipped within a day. */
export const ORDERS: TriggerInput = {
  name: 'orders',
  distinguished_by: ['order'],
  expiration: '$last + 1d',
  fire_pipeline: 'report',
  expire_pipeline: 'alarm',
  match_criteria: [{ event_type: ['order.*', 'payment', 'shipment'] }],
  fire_criteria: [
    { event_type: 'order.placed' },
    { event_type: 'payment' },
    { event_type: 'shipment' },
  ],
}

/** Saves a trigger, a further version of it when there is one of that name. Answers its id. */
export const saveTrigger = (
  pool: Pool,
  input: TriggerInput,
  projectId: number = DEFAULT_PROJECT,
): Promise<number> =>
  inTransaction(pool, async client => {
    await renewTriggers(client, projectId)
    const definition = triggerDefinition.parse(input)
    const { rows } = await client.query<{ id: number; version: number }>(
      `insert into trigger (project_id, name) values ($1, $2)
       on conflict (project_id, name) where deleted_at is null do update set version = trigger.version + 1
       returning id, version`,
      [projectId, definition.name],
    )
    const [{ id, version }] = rows as [{ id: number; version: number }]
    await client.query(
      `insert into trigger_version (trigger_id, version, definition, source, author)
       values ($1, $2, $3, '', 'ada')`,
      [id, version, JSON.stringify(definition)],
    )
    return id
  })

/** Changes a trigger otherwise: `enabled = false`. */
export const alterTrigger = (pool: Pool, id: number, change: string): Promise<void> =>
  inTransaction(pool, async client => {
    await renewTriggers(client, DEFAULT_PROJECT)
    await client.query(`update trigger set ${change} where id = $1`, [id])
  })

interface Placed {
  projectId?: number
  depth?: number
}

/** Stores events and feeds them, as an intake does in one transaction. */
export const take = (
  pool: Pool,
  events: readonly Parameters<typeof anEvent>[0][],
  { projectId = DEFAULT_PROJECT, depth = 0 }: Placed = {},
): Promise<Fed> =>
  inTransaction(pool, async client => {
    const all = events.map(event => named(anEvent(event)))
    const outcomes = await storeEvents(client, projectId, all)
    const stored = all.filter((_, i) => outcomes[i] === 'accepted')
    return feed(
      client,
      stored.map(event => ({ projectId, event, depth })),
    )
  })

export interface SeenStream {
  id: string
  trigger: string
  version: number
  state: string
  open: boolean
  traits: unknown
  events: number
  met: number[]
  depth: number
  isReady: boolean
  uids: string[]
}

/** All streams, in the order in which they were opened. */
export async function streamsIn(pool: Pool): Promise<SeenStream[]> {
  const { rows } = await pool.query<SeenStream>(`
    select s.id, t.name as trigger, v.version, s.state, s.open, s.traits, s.events, s.met, s.depth,
      s.fire_at is not null as "isReady",
      array(select uid from stream_event where stream_id = s.id order by at, uid) as uids
    from stream s join trigger t on t.id = s.trigger_id join trigger_version v on v.id = s.version_id
    order by s.id`)
  return rows
}
