import type { Recorded, Undo, Undoers } from '#lib/audit/undo.ts'
import { cannotUndo, undoerWithin } from '#lib/audit/undoer.ts'
import { contentOf } from '#lib/streams/definitions/content.ts'
import {
  arrangeDefinitions,
  insertDefinition,
  lockDefinitions,
  orderWith,
  saveDefinition,
} from '#lib/streams/definitions/stored.ts'
import { tellDefinition } from '#lib/streams/definitions/trail.ts'

/** How each change of an event definition is taken back. */
export const definitionUndoers: Undoers = {
  'definition.change': onDefinition(undoChange),
  'definition.delete': onDefinition(undoDelete),
}

/** What the trail says of a change. */
interface Told {
  before: { version?: number; position?: number; projectId?: number }
  after: { version?: number }
  /** the whole text, where that changed */
  was?: string
}

const toldBy = ({ change }: Recorded) => change as unknown as Told

function onDefinition(take: Undo) {
  const groups = `select groups from project
    where id = coalesce((select project_id from definition where id = $1), $2)`
  return undoerWithin('streams:write', groups, take, recorded => [
    Number(recorded.subjectId),
    toldBy(recorded).before.projectId ?? null,
  ])
}

/** Gives back the text that stood before, as a new version, unless it was changed again since, and the place. */
async function undoChange(...[client, recorded]: Parameters<Undo>): Promise<void> {
  const id = Number(recorded.subjectId)
  const { before, after, was } = toldBy(recorded)
  const { rows } = await client.query<{ projectId: number }>(
    'select project_id as "projectId" from definition where id = $1',
    [id],
  )
  const all = rows[0] ? await lockDefinitions(client, rows[0].projectId) : []
  const stored = all.find(one => one.id === id)
  if (!stored) throw cannotUndo('it was deleted since')
  if (after.version !== undefined && after.version !== stored.version)
    throw cannotUndo('it was changed again since')

  if (was !== undefined) await saveDefinition(client, id, contentOf({ yaml: was }))
  if (before.position !== undefined)
    await arrangeDefinitions(client, orderWith(all, stored, before.position))
  await tellDefinition(client, id)
}

/** Brings a definition back under its old number, to its old place. */
async function undoDelete(...[client, recorded]: Parameters<Undo>): Promise<void> {
  const id = Number(recorded.subjectId)
  const { before, was } = toldBy(recorded)
  const { projectId = 0, position = 1, version = 1 } = before
  if (was === undefined) throw cannotUndo('what it was is not kept')
  const project = await client.query('select id from project where id = $1', [projectId])
  if (project.rows.length === 0) throw cannotUndo('its project was deleted')
  const all = await lockDefinitions(client, projectId)
  const content = contentOf({ yaml: was })
  const kept = { id, version }
  const made = await insertDefinition(client, projectId, content, all.length + 1, kept)
  await arrangeDefinitions(client, orderWith(all, made, position))
  await tellDefinition(client, id)
}
