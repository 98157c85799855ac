import type { Undo, Undoers } from '#lib/audit/undo.ts'
import { cannotUndo, undoerWithin } from '#lib/audit/undoer.ts'
import { fromYaml, readFor } from '#lib/streams/triggers/content.ts'
import { bringBack, lockTrigger, writeTrigger } from '#lib/streams/triggers/stored.ts'
import { tellTrigger } from '#lib/streams/triggers/trail.ts'
import type { Queryable } from '#lib/transaction.ts'

/** How each change of a trigger is taken back. */
export const triggerUndoers: Undoers = {
  'trigger.change': onTrigger(undoChange),
  'trigger.restore': onTrigger(undoChange),
  'trigger.pause': onTrigger(undoChange),
  'trigger.resume': onTrigger(undoChange),
  'trigger.delete': onTrigger(undoDelete),
}

function onTrigger(take: Undo) {
  const groups =
    'select p.groups from trigger t join project p on p.id = t.project_id where t.id = $1'
  return undoerWithin('streams:write', groups, take)
}

/** What the trail says of a change; a difference that would be too much for it says less. */
interface Told {
  before: { version?: number; description?: string; enabled?: boolean }
  after: Told['before']
}

/** Gives back what stood before, a definition as a new version, unless it was changed again since. */
async function undoChange(
  ...[client, { subjectId, change }, person]: Parameters<Undo>
): Promise<void> {
  const stored = await lockTrigger(client, Number(subjectId))
  if (!stored) throw cannotUndo('it was deleted since')
  const { before, after } = change as unknown as Told
  for (const field of ['version', 'description', 'enabled'] as const)
    if (after[field] !== undefined && after[field] !== stored[field])
      throw cannotUndo('it was changed again since')

  const { version = stored.version, ...others } = before
  const kept = await textIn(client, stored.id, version)
  const { description = stored.description, enabled = stored.enabled } = others
  const written = await readFor(client, stored.projectId, fromYaml(kept))
  await writeTrigger(client, stored, { ...written, description, enabled }, person)
  await tellTrigger(client, stored.id)
}

/** Brings a trigger back with its versions. Throws a UserError when its name is another's by now. */
async function undoDelete(...[client, { subjectId }]: Parameters<Undo>): Promise<void> {
  const stored = await lockTrigger(client, Number(subjectId), { deleted: true })
  if (!stored) throw cannotUndo('it was deleted for good')
  await readFor(client, stored.projectId, fromYaml(stored.source))
  await bringBack(client, stored)
  await tellTrigger(client, stored.id)
}

async function textIn(client: Queryable, id: number, version: number): Promise<string> {
  const { rows } = await client.query<{ source: string }>(
    'select source from trigger_version where trigger_id = $1 and version = $2',
    [id, version],
  )
  if (!rows[0]) throw cannotUndo('what it was is not kept any more')
  return rows[0].source
}
