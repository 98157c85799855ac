import { LRUCache } from 'lru-cache'
import type { PoolClient } from 'pg'
import { log } from '#lib/log.ts'
import { compileTrigger } from '#lib/streams/definition/compile.ts'
import { triggerDefinition } from '#lib/streams/definition/schema.ts'
import type { Micros } from '#lib/streams/event.ts'
import { type Triggers, triggersOf, type Version } from '#lib/streams/feed/triggers.ts'

/** Projects whose triggers a process remembers. */
const MOST_PROJECTS = 1_000
/** Versions whose streams have all ended meanwhile are let go after that. */
const RETIRED_FOR_MS = 60_000

interface Known {
  number: string
  triggers: Triggers
  /** of performance.now() */
  readAgainAt: number
}

const known = new LRUCache<number, Known>({ max: MOST_PROJECTS })

export interface Triggered {
  now: Micros
  triggers: ReadonlyMap<number, Triggers>
}

/**
 * The triggers of those of the projects that have some, which nobody changes until the transaction ends, in the order of the projects'
 * numbers; null: none has.
 */
export async function lockTriggers(
  client: PoolClient,
  projectIds: readonly number[],
): Promise<Triggered | null> {
  const { rows } = await client.query<{ projectId: number; number: string; now: string }>({
    name: 'streams: generations',
    text: GENERATIONS,
    values: [projectIds],
  })
  if (rows.length === 0) return null
  const triggers = new Map<number, Triggers>()
  for (const { projectId, number } of rows)
    triggers.set(projectId, await renewed(client, projectId, number))
  return { now: Number(rows[0]?.now), triggers }
}

async function renewed(client: PoolClient, projectId: number, number: string): Promise<Triggers> {
  const before = known.get(projectId)
  if (before?.number === number && before.readAgainAt > performance.now()) return before.triggers
  const versions = await read(client, projectId)
  const isAll = versions.every(({ isCurrent }) => isCurrent)
  const readAgainAt = isAll ? Number.POSITIVE_INFINITY : performance.now() + RETIRED_FOR_MS
  const triggers = triggersOf(versions)
  known.set(projectId, { number, triggers, readAgainAt })
  return triggers
}

interface Row extends Omit<Version, 'trigger'> {
  definition: unknown
}

async function read(client: PoolClient, projectId: number): Promise<Version[]> {
  const { rows } = await client.query<Row>(VERSIONS, [projectId])
  return rows.flatMap(({ definition, ...row }) => {
    const read = triggerDefinition.safeParse(definition)
    if (read.success) return [{ ...row, trigger: compileTrigger(read.data) }]
    // Events must not wait for one trigger that an older release let through.
    log.error({ err: read.error }, `version ${row.id} of trigger ${row.triggerId} is left out`)
    return []
  })
}

const GENERATIONS = `
  select project_id as "projectId", number,
    (extract(epoch from clock_timestamp()) * 1000000)::bigint as now
  from trigger_generation where project_id = any($1::int[]) order by project_id for share`

const VERSIONS = `
  select * from (
    select v.id, t.id as "triggerId", v.definition,
      v.version = t.version and t.enabled and t.deleted_at is null as "isCurrent"
    from trigger t join trigger_version v on v.trigger_id = t.id
    where t.project_id = $1) v
  where "isCurrent" or exists (select from stream where project_id = $1 and version_id = v.id and open)`
