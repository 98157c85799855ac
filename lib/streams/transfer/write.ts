import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '#lib/access/person.ts'
import type { Changer } from '#lib/access/reach.ts'
import type { Content as Pipeline } from '#lib/streams/pipelines/content.ts'
import {
  insertPipeline,
  type StoredPipeline,
  writePipeline,
} from '#lib/streams/pipelines/stored.ts'
import { notePipeline } from '#lib/streams/pipelines/trail.ts'
import { fromYaml, type Written } from '#lib/streams/triggers/content.ts'
import { changeTrigger, makeTrigger } from '#lib/streams/triggers/mutations.ts'
import { lockTrigger } from '#lib/streams/triggers/stored.ts'
import type { Queryable } from '#lib/transaction.ts'

/** What became of one of the things that files declare. */
export interface Change {
  kind: 'pipeline' | 'trigger' | 'definitions' | 'settings'
  name: string
  action: 'create' | 'change'
}

const IMPORTED = { more: { imported: true } }

/** Makes a pipeline, or changes the one of its name; null when it is so already. */
export async function bringPipeline(
  client: Queryable,
  projectId: number,
  { name, handlers, source }: Pipeline,
  actor: Actor,
): Promise<Change | null> {
  const before = await pipelineNamed(client, projectId, name)
  if (before && isDeepStrictEqual(before.handlers, handlers)) return null
  const content = { name, handlers, source, description: before?.description ?? '' }
  const after = before
    ? await writePipeline(client, before, content, actor)
    : await insertPipeline(client, projectId, content, actor)
  await notePipeline(client, actor, { before, after })
  return { kind: 'pipeline', name, action: before ? 'change' : 'create' }
}

/** Makes a trigger, or changes the one of its name; null when it is so already. What files say nothing of stays. */
export async function bringTrigger(
  client: Queryable,
  projectId: number,
  { definition, source }: Written,
  by: Changer,
): Promise<Change | null> {
  const { name } = definition
  const { rows } = await client.query<{ id: number }>(
    'select id from trigger where project_id = $1 and name = $2 and deleted_at is null',
    [projectId, name],
  )
  const read = fromYaml(source)
  const before = rows[0] ? await lockTrigger(client, rows[0].id) : null
  if (before) {
    // The same in other words is no reason for another version.
    if (isDeepStrictEqual(before.definition, definition)) return null
    await changeTrigger(client, before, { read }, by, IMPORTED)
    return { kind: 'trigger', name, action: 'change' }
  }
  const made = { read, description: '', enabled: true }
  await makeTrigger(client, projectId, made, by, IMPORTED)
  return { kind: 'trigger', name, action: 'create' }
}

async function pipelineNamed(client: Queryable, projectId: number, name: string) {
  const { rows } = await client.query<StoredPipeline>(
    `select id, project_id as "projectId", name, description, handlers, source, version
     from pipeline where project_id = $1 and name = $2 for update`,
    [projectId, name],
  )
  return rows[0] ?? null
}
