import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '#lib/access/person.ts'
import { type Changer, reachOf } from '#lib/access/reach.ts'
import { overPrisma } from '#lib/db/change.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import { savedSince } from '#lib/saved-since.ts'
import { type Content, contentOf, readDefinitions } from '#lib/streams/definitions/content.ts'
import { getDefinition, noDefinition } from '#lib/streams/definitions/data.ts'
import {
  definitionInput,
  definitionPatch,
  definitionsFile,
  MOST_DEFINITIONS,
} from '#lib/streams/definitions/schema.ts'
import {
  arrangeDefinitions,
  insertDefinition,
  lockDefinitions,
  orderWith,
  removeDefinitions,
  type StoredDefinition,
  saveDefinition,
} from '#lib/streams/definitions/stored.ts'
import { noteDefinition } from '#lib/streams/definitions/trail.ts'
import type { Queryable } from '#lib/transaction.ts'

/** Adds a definition, as the last one of its project unless it has a `position`. Answers its id. */
export async function createDefinition(input: unknown, by: Changer): Promise<number> {
  const { project, position, ...written } = parse(definitionInput, input, 'The definition')
  const content = contentOf(written)
  const { id: projectId } = await getProjectNamed(reachOf(by), String(project))
  return db().$transaction(async tx => {
    const client = overPrisma(tx)
    const others = await lockDefinitions(client, projectId)
    if (others.length >= MOST_DEFINITIONS) throw tooMany()
    const made = await insertDefinition(client, projectId, content, others.length + 1)
    const at = Math.min(position ?? others.length + 1, others.length + 1)
    await arrangeDefinitions(client, orderWith(others, made, at))
    await noteDefinition(client, by, { before: null, after: { ...made, position: at } })
    return made.id
  })
}

/**
 * Changes a definition or moves it; what the patch leaves out stays, and one that changes nothing writes nothing. With
 * `version` it is refused (`conflict`) when someone else has saved since.
 */
export async function updateDefinition(id: number, patch: unknown, by: Changer): Promise<void> {
  const { version, position, ...written } = parse(definitionPatch, patch, 'The definition')
  await db().$transaction(async tx => {
    const client = overPrisma(tx)
    const { before, all } = await lock(tx, id, by)
    if (version !== undefined && version !== before.version)
      throw savedSince('The definition', before.version)

    const { content, source } = isAnyGiven(written) ? contentOf(written, before) : before
    const at = Math.min(position ?? before.position, all.length)
    const after = { ...before, content, source, position: at }
    if (isDeepStrictEqual(before, after)) return
    if (source !== before.source) {
      await saveDefinition(client, id, after)
      after.version++
    }
    await arrangeDefinitions(client, orderWith(all, before, at))
    await noteDefinition(client, by, { before, after })
  })
}

/** Deletes a definition. Answers the entry of the trail, by which it is brought back. */
export const deleteDefinition = (id: number, by: Changer): Promise<number> =>
  db().$transaction(async tx => {
    const client = overPrisma(tx)
    const { before, all } = await lock(tx, id, by)
    await removeDefinitions(client, [id])
    await arrangeDefinitions(client, idsOf(all.filter(one => one.id !== id)))
    return noteDefinition(client, by, { before, after: null })
  })

/** Makes the definitions of a project those of a file, in its order; what is the same stays. */
export async function replaceDefinitions(input: unknown, by: Changer): Promise<void> {
  const { project, yaml } = parse(definitionsFile, input, 'The file')
  const wanted = readDefinitions(yaml)
  const { id: projectId } = await getProjectNamed(reachOf(by), String(project))
  await db().$transaction(tx => replaceAll(overPrisma(tx), projectId, wanted, by))
}

/** The same inside a transaction. Answers how many came and went; those that only moved are none of them. */
export async function replaceAll(
  client: Queryable,
  projectId: number,
  wanted: readonly Content[],
  by: Actor,
): Promise<{ added: number; removed: number }> {
  const gone = await lockDefinitions(client, projectId)
  const kept: StoredDefinition[] = []
  let added = 0
  for (const [at, content] of wanted.entries()) {
    const same = gone.findIndex(one => isDeepStrictEqual(one.content, content.content))
    const [before] = same < 0 ? [] : gone.splice(same, 1)
    const position = at + 1
    const after = before
      ? { ...before, position }
      : await insertDefinition(client, projectId, content, -position)
    kept.push(after)
    if (!before) added++
    if (before?.position !== position)
      await noteDefinition(client, by, { before: before ?? null, after: { ...after, position } })
  }
  await removeDefinitions(client, idsOf(gone))
  for (const before of gone) await noteDefinition(client, by, { before, after: null })
  await arrangeDefinitions(client, idsOf(kept))
  return { added, removed: gone.length }
}

const idsOf = (definitions: readonly { id: number }[]) => definitions.map(({ id }) => id)

const isAnyGiven = (written: object) => Object.values(written).some(value => value !== undefined)

async function lock(tx: Tx, id: number, by: Changer) {
  const { projectId } = await getDefinition(reachOf(by), id, tx)
  const all = await lockDefinitions(overPrisma(tx), projectId)
  const before = all.find(one => one.id === id)
  if (!before) throw noDefinition(id)
  return { before, all }
}

const tooMany = () =>
  new UserError(`A project has at most ${MOST_DEFINITIONS} event definitions.`, {
    code: 'conflict',
  })
