import { type Changer, reaches, reachOf } from '#lib/access/reach.ts'
import { pool } from '#lib/db/client.ts'
import { parse } from '#lib/parse.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import { savedSince } from '#lib/saved-since.ts'
import { renewTriggers } from '#lib/streams/feed/generation.ts'
import {
  fromFields,
  fromPatch,
  fromYaml,
  type Reading,
  readFor,
} from '#lib/streams/triggers/content.ts'
import { getTrigger, noTrigger } from '#lib/streams/triggers/data.ts'
import { triggerInput, triggerPatch } from '#lib/streams/triggers/schema.ts'
import {
  insertTrigger,
  lockTrigger,
  removeTrigger,
  type StoredTrigger,
  type TriggerContent,
  writeTrigger,
} from '#lib/streams/triggers/stored.ts'
import { noteTrigger } from '#lib/streams/triggers/trail.ts'
import { getVersion } from '#lib/streams/triggers/versions/data.ts'
import { inTransaction, type Queryable } from '#lib/transaction.ts'

/** How a change came about. */
interface How {
  /** stands in the trail; default: what the change is */
  action?: string
  /** what the trail says besides the difference */
  more?: object
}

/** Makes a trigger and its first version. Answers its id. */
export async function createTrigger(input: unknown, by: Changer): Promise<number> {
  const { project, description, enabled, yaml, ...fields } = parse(
    triggerInput,
    input,
    'The trigger',
  )
  const { id: projectId } = await getProjectNamed(reachOf(by), String(project))
  const read = yaml === undefined ? fromFields(fields) : fromYaml(yaml)
  return inTransaction(pool(), async client => {
    await renewTriggers(client, projectId)
    return makeTrigger(client, projectId, { read, description, enabled }, by)
  })
}

interface Made extends Pick<TriggerContent, 'description' | 'enabled'> {
  read: Reading
}

/** The same for whoever has called `renewTriggers`. */
export async function makeTrigger(
  client: Queryable,
  projectId: number,
  { read, description, enabled }: Made,
  by: Changer,
  { action = 'create', more }: How = {},
): Promise<number> {
  const content = { ...(await readFor(client, projectId, read)), description, enabled }
  const after = await insertTrigger(client, projectId, content, by)
  await noteTrigger(client, by, { before: null, after, action, more })
  return after.id
}

/**
 * Changes a trigger: by its text, or by a JSON merge patch; what that leaves out stays, and one that changes nothing
 * writes nothing. With `version` it is refused (`conflict`) when someone else has saved since.
 */
export async function updateTrigger(
  id: number,
  patch: unknown,
  by: Changer,
  how: How = {},
): Promise<void> {
  const { version, description, enabled, yaml, ...fields } = parse(
    triggerPatch,
    patch,
    'The trigger',
  )
  await inTransaction(pool(), async client => {
    const stored = await lock(client, id, by)
    if (version !== undefined && version !== stored.version)
      throw await savedByOther(client, stored)
    const read = readingOf(stored, yaml, fields)
    await changeTrigger(client, stored, { ...read, description, enabled }, by, how)
  })
}

/** What is left as it is is not checked again: it can be switched off whatever has become of its pipelines. */
function readingOf(stored: StoredTrigger, yaml: string | undefined, fields: object) {
  if (yaml !== undefined) return { read: fromYaml(yaml) }
  return Object.keys(fields).length > 0 ? { read: fromPatch(stored, fields) } : {}
}

/** Writes what differs of a locked trigger; what is undefined stays. */
export async function changeTrigger(
  client: Queryable,
  before: StoredTrigger,
  { read, description = before.description, enabled = before.enabled }: Partial<Made>,
  by: Changer,
  { action, more }: How = {},
): Promise<void> {
  const written = read ? await readFor(client, before.projectId, read) : before
  const after = await writeTrigger(client, before, { ...written, description, enabled }, by)
  if (!after) return
  await noteTrigger(client, by, { before, after, action: action ?? actionOf(before, after), more })
}

/** Brings back an old version as a new one. */
export async function restoreVersion(id: number, version: number, by: Changer): Promise<void> {
  const trigger = await getTrigger(reachOf(by), id)
  const { yaml } = await getVersion(trigger.id, version)
  await updateTrigger(id, { yaml }, by, { action: 'restore', more: { restored: version } })
}

/**
 * Deletes a trigger; its streams go on until they end. It can be brought back for a while: answers the entry of the
 * trail, by which that is done.
 */
export const deleteTrigger = (id: number, by: Changer): Promise<number> =>
  inTransaction(pool(), async client => {
    const before = await lock(client, id, by)
    await removeTrigger(client, id)
    return noteTrigger(client, by, { before, after: null, action: 'delete' })
  })

async function lock(client: Queryable, id: number, by: Changer): Promise<StoredTrigger> {
  const stored = await lockTrigger(client, id)
  if (!stored || !reaches(reachOf(by), stored.groups)) throw noTrigger(id)
  return stored
}

function actionOf(before: StoredTrigger, after: StoredTrigger): string {
  const isSwitched = after.version === before.version && after.description === before.description
  if (!isSwitched) return 'change'
  return after.enabled ? 'resume' : 'pause'
}

async function savedByOther(client: Queryable, { id, definition, version }: StoredTrigger) {
  const { rows } = await client.query<{ author: string }>(
    'select author from trigger_version where trigger_id = $1 and version = $2',
    [id, version],
  )
  return savedSince(`“${definition.name}”`, version, rows[0]?.author)
}
