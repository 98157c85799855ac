import { isDeepStrictEqual } from 'node:util'
import { type Changer, reaches, reachOf, refuseForeignGroups } from '#lib/access/reach.ts'
import { pool } from '#lib/db/client.ts'
import { parse } from '#lib/parse.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import { savedSince } from '#lib/saved-since.ts'
import { contentOf } from '#lib/streams/pipelines/content.ts'
import { noPipeline } from '#lib/streams/pipelines/data.ts'
import { namesWithin } from '#lib/streams/pipelines/names.ts'
import { pipelineInput, pipelinePatch, type Step } from '#lib/streams/pipelines/schema.ts'
import {
  insertPipeline,
  lockPipeline,
  removePipeline,
  type StoredPipeline,
  writePipeline,
} from '#lib/streams/pipelines/stored.ts'
import { notePipeline } from '#lib/streams/pipelines/trail.ts'
import { refuseUsed } from '#lib/streams/pipelines/used.ts'
import { inTransaction, type Queryable } from '#lib/transaction.ts'

/** Makes a pipeline. Answers its id. */
export async function createPipeline(input: unknown, by: Changer): Promise<number> {
  const { project, description, ...written } = parse(pipelineInput, input, 'The pipeline')
  const { id: projectId, groups } = await getProjectNamed(reachOf(by), String(project))
  return inTransaction(pool(), async client => {
    const content = await contentOf(written, await namesWithin(client, reachOf(by)))
    refuseForeignScripts(by, groups, content.handlers)
    const after = await insertPipeline(client, projectId, { ...content, description }, by)
    await notePipeline(client, by, { before: null, after })
    return after.id
  })
}

/**
 * Changes a pipeline; what the patch leaves out stays, and one that changes nothing writes nothing. While a trigger
 * uses it, it keeps its name. With `version` it is refused (`conflict`) when someone else has saved since.
 */
export async function updatePipeline(id: number, patch: unknown, by: Changer): Promise<void> {
  const { version, description, ...written } = parse(pipelinePatch, patch, 'The pipeline')
  await inTransaction(pool(), async client => {
    const { groups, ...before } = await lock(client, id, by)
    if (version !== undefined && version !== before.version)
      throw savedSince(`“${before.name}”`, before.version)

    const isWritten = Object.keys(written).length > 0
    const content = isWritten
      ? await contentOf(written, await namesWithin(client, reachOf(by)), before)
      : before
    const after = { ...before, ...content, description: description ?? before.description }
    if (isDeepStrictEqual(before, after)) return
    if (!isDeepStrictEqual(before.handlers, after.handlers))
      refuseForeignScripts(by, groups, after.handlers)
    if (after.name !== before.name) await refuseUsed(client, before, 'renamed')
    const saved = await writePipeline(client, before, after, by)
    await notePipeline(client, by, { before, after: saved })
  })
}

/** Deletes a pipeline that no trigger uses. Answers the entry of the trail, by which it is brought back. */
export const deletePipeline = (id: number, by: Changer): Promise<number> =>
  inTransaction(pool(), async client => {
    const { groups, ...before } = await lock(client, id, by)
    await refuseUsed(client, before, 'deleted')
    await removePipeline(client, id)
    return notePipeline(client, by, { before, after: null })
  })

/** One of a project that whoever changes it comes at, with the project's groups. */
async function lock(
  client: Queryable,
  id: number,
  by: Changer,
): Promise<StoredPipeline & { groups: string[] }> {
  const stored = await lockPipeline(client, id)
  const groups = stored && (await groupsOfProject(client, stored.projectId))
  if (!stored || !groups || !reaches(reachOf(by), groups)) throw noPipeline(id)
  return { ...stored, groups }
}

async function groupsOfProject(client: Queryable, id: number): Promise<string[] | undefined> {
  const { rows } = await client.query<{ groups: string[] }>(
    'select groups from project where id = $1',
    [id],
  )
  return rows[0]?.groups
}

/** A script comes at what the groups of its project open: only whoever is in all of them writes one. */
function refuseForeignScripts(by: Changer, groups: readonly string[], steps: readonly Step[]) {
  if (steps.some(({ name }) => name === 'script')) refuseForeignGroups(by, groups)
}
