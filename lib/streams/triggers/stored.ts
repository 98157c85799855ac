import type { Actor } from '#lib/access/person.ts'
import { UserError } from '#lib/failures.ts'
import type { TriggerDefinition } from '#lib/streams/definition/schema.ts'
import { renewTriggers } from '#lib/streams/feed/generation.ts'
import type { Queryable } from '#lib/transaction.ts'

export interface TriggerContent {
  definition: TriggerDefinition
  /** as it was written, in YAML */
  source: string
  description: string
  /** whether it opens streams; those that it has go on until they end */
  enabled: boolean
}

export interface StoredTrigger extends TriggerContent {
  id: number
  projectId: number
  /** its project's */
  groups: string[]
  version: number
}

/** For so long a deleted trigger can be brought back; then the clean-up takes it, once its streams have ended. */
export const DELETED_DAYS = 30

/** A trigger that nobody else writes, and no event meets, until the transaction ends; a deleted one only when asked for. */
export async function lockTrigger(
  client: Queryable,
  id: number,
  { deleted = false } = {},
): Promise<StoredTrigger | null> {
  const { rows: found } = await client.query<{ projectId: number }>(
    'select project_id as "projectId" from trigger where id = $1',
    [id],
  )
  if (!found[0]) return null
  await renewTriggers(client, found[0].projectId)
  const { rows } = await client.query<StoredTrigger>(
    `select t.id, t.project_id as "projectId", p.groups, t.description, t.enabled, t.version,
       v.definition, v.source
     from trigger t join project p on p.id = t.project_id
       join trigger_version v on v.trigger_id = t.id and v.version = t.version
     where t.id = $1 and (t.deleted_at is not null) = $2`,
    [id, deleted],
  )
  return rows[0] ?? null
}

/** Makes a trigger and its first version, for whoever has called `renewTriggers`. */
export async function insertTrigger(
  client: Queryable,
  projectId: number,
  content: TriggerContent,
  actor: Actor,
): Promise<StoredTrigger> {
  const { definition, description, enabled } = content
  await refuseTaken(client, projectId, definition.name, 0)
  const { rows } = await client.query<{ id: number }>(
    `insert into trigger (project_id, name, description, enabled) values ($1, $2, $3, $4)
     returning id`,
    [projectId, definition.name, description, enabled],
  )
  const made = { ...content, id: rows[0]?.id ?? 0, projectId, groups: [], version: 1 }
  await keepVersion(client, made, actor)
  return made
}

/** Writes a locked trigger; another text is its next version. Null when nothing differs. */
export async function writeTrigger(
  client: Queryable,
  before: StoredTrigger,
  { definition, source, description, enabled }: TriggerContent,
  actor: Actor,
): Promise<StoredTrigger | null> {
  const isNew = source !== before.source
  if (!isNew && description === before.description && enabled === before.enabled) return null

  const { id, projectId } = before
  const version = before.version + (isNew ? 1 : 0)
  const after = { ...before, definition, source, description, enabled, version }
  if (definition.name !== before.definition.name)
    await refuseTaken(client, projectId, definition.name, id)
  await client.query(
    `update trigger set name = $2, description = $3, enabled = $4, version = $5,
       updated_at = now() where id = $1`,
    [id, definition.name, description, enabled, version],
  )
  if (isNew) await keepVersion(client, after, actor)
  return after
}

/** Takes it away from everybody until it is brought back, or cleaned up. */
export const removeTrigger = (client: Queryable, id: number) =>
  client.query('update trigger set deleted_at = now() where id = $1', [id])

export async function bringBack(client: Queryable, { id, projectId, definition }: StoredTrigger) {
  await refuseTaken(client, projectId, definition.name, id)
  await client.query('update trigger set deleted_at = null where id = $1', [id])
}

async function refuseTaken(client: Queryable, projectId: number, name: string, id: number) {
  const { rows } = await client.query(
    'select from trigger where project_id = $1 and name = $2 and id <> $3 and deleted_at is null',
    [projectId, name, id],
  )
  if (rows.length > 0)
    throw new UserError(`There is a trigger called “${name}” already.`, {
      code: 'conflict',
      fields: { name: 'is taken already' },
    })
}

type Kept = Pick<StoredTrigger, 'id' | 'version' | 'definition' | 'source'>

async function keepVersion(client: Queryable, made: Kept, { name: author }: Actor) {
  await client.query(
    `insert into trigger_version (trigger_id, version, definition, source, author)
     values ($1, $2, $3::jsonb, $4, $5)`,
    [made.id, made.version, JSON.stringify(made.definition), made.source, author],
  )
}
