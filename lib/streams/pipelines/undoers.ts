import type { Recorded, Undo, Undoers } from '#lib/audit/undo.ts'
import { cannotUndo, undoerWithin } from '#lib/audit/undoer.ts'
import { contentOf } from '#lib/streams/pipelines/content.ts'
import {
  insertPipeline,
  lockPipeline,
  type PipelineContent,
  versionOf,
  writePipeline,
} from '#lib/streams/pipelines/stored.ts'
import { tellPipeline } from '#lib/streams/pipelines/trail.ts'
import { refuseUsed } from '#lib/streams/pipelines/used.ts'
import type { Queryable } from '#lib/transaction.ts'

/** How each change of a pipeline is taken back. */
export const pipelineUndoers: Undoers = {
  'pipeline.change': onPipeline(undoChange),
  'pipeline.delete': onPipeline(undoDelete),
}

interface Told {
  before: { version?: number; projectId?: number }
  after: { version?: number }
}

const toldBy = ({ change }: Recorded) => change as unknown as Told

function onPipeline(take: Undo) {
  const groups = `select groups from project
    where id = (select distinct project_id from pipeline_version where pipeline_id = $1)`
  return undoerWithin('streams:write', groups, take)
}

/** Gives back what stood before, as a new version, unless it was changed again since. */
async function undoChange(...[client, recorded, person]: Parameters<Undo>): Promise<void> {
  const stored = await lockPipeline(client, Number(recorded.subjectId))
  if (!stored) throw cannotUndo('it was deleted since')
  const { before, after } = toldBy(recorded)
  if (after.version !== stored.version) throw cannotUndo('it was changed again since')

  const kept = await contentAt(client, stored.id, before.version)
  if (kept.name !== stored.name) await refuseUsed(client, stored, 'renamed')
  await writePipeline(client, stored, kept, person)
  await tellPipeline(client, stored.id)
}

/** Brings a pipeline back under its old number. Throws a UserError when its name is another's by now. */
async function undoDelete(...[client, recorded, person]: Parameters<Undo>): Promise<void> {
  const id = Number(recorded.subjectId)
  const { version = 0, projectId = 0 } = toldBy(recorded).before
  const kept = await contentAt(client, id, version)
  await insertPipeline(client, projectId, kept, person, { id, version })
  await tellPipeline(client, id)
}

/** What it was. The alerts and monitors that it names may have gone since; its runs will say so. */
async function contentAt(client: Queryable, id: number, version = 0): Promise<PipelineContent> {
  const kept = await versionOf(client, id, version)
  if (!kept) throw cannotUndo('what it was is not kept any more')
  return { ...(await contentOf({ yaml: kept.source }, null)), description: kept.description }
}
