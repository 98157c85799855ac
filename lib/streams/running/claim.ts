import type { Pool } from 'pg'
import type { Micros } from '#lib/streams/event.ts'
import type { Occasion } from '#lib/streams/handlers/contract.ts'

/** A stream that an engine has, for a pipeline to run over. */
export interface Claim {
  id: string
  /** whoever changes its state says this one, and raises it: who comes too late changes nothing */
  serial: number
  occasion: Occasion
  projectId: number
  triggerId: number
  trigger: string
  /** null: its trigger has none for the occasion */
  pipeline: string | null
  /** as stored (prisma/migrations/0007_streams) */
  traits: unknown
  firstEvent: Micros
  lastEvent: Micros
  depth: number
  /** which attempt this is, from 1 */
  attempts: number
  /** how many events it has */
  events: number
}

interface Wanted {
  engineId: string
  occasion: Occasion
  /** streams */
  most: number
  /** of all of them, at least 1; a single stream may have more */
  mostEvents: number
  /** default: the database's */
  now?: Date
}

/**
 * Takes streams that are due for an engine, those first that have waited longest; no more events come to them. Streams that others
 * hold at this moment, to take them or to add events, are left for the next time, so that nobody waits.
 */
export async function claimDue(pool: Pool, wanted: Wanted): Promise<Claim[]> {
  const { engineId, occasion, most, mostEvents, now } = wanted
  const { rows } = await pool.query<Claim>({
    name: `streams: claim to ${occasion}`,
    text: CLAIM[occasion],
    values: [engineId, most, mostEvents, now ?? null],
  })
  return rows
}

/** Whether there is any that is due, which is what most looks are answered with no. */
export async function isAnyDue(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ due: boolean }>({
    name: 'streams: is any due',
    text: 'select min(due_at) <= now() as due from stream',
  })
  return rows[0]?.due ?? false
}

const NOW = 'coalesce($4::timestamptz, now())'
const micros = (column: string) => `(extract(epoch from ${column}) * 1000000)::float8`

const claimSql = (occasion: Occasion, state: 'firing' | 'expiring', isTime: string) => `
  with due as (
    select id, serial, events from stream
    where due_at <= ${NOW} and (state = 'retry_${occasion}' or state = 'active' and ${isTime})
    order by due_at limit $2 for update skip locked),
  chosen as (select id, serial, sum(events) over (order by id) - events as before from due)
  update stream s set state = '${state}', serial = s.serial + 1, open = false, attempts = s.attempts + 1,
    claimed_by = $1, due_at = null, changed_at = now()
  from chosen c, trigger t, trigger_version v
  where s.id = c.id and s.serial = c.serial and c.before < $3
    and t.id = s.trigger_id and v.id = s.version_id
  returning s.id::text, s.serial, '${occasion}' as occasion, s.project_id as "projectId", s.trigger_id as "triggerId",
    t.name as trigger, v.definition->>'${occasion}_pipeline' as pipeline, s.traits,
    ${micros('s.first_event')} as "firstEvent", ${micros('s.last_event')} as "lastEvent",
    s.depth, s.attempts, s.events`

const CLAIM: Record<Occasion, string> = {
  fire: claimSql('fire', 'firing', `fire_at <= ${NOW}`),
  // One that is complete, too, is fired, however late that is.
  expire: claimSql(
    'expire',
    'expiring',
    `expire_at <= ${NOW} and (fire_at is null or fire_at > ${NOW})`,
  ),
}
