import { isDeepStrictEqual } from 'node:util'
import type { PoolClient } from 'pg'
import type { Actor } from '#lib/access/person.ts'
import { reachOf } from '#lib/access/reach.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { Undo } from '#lib/audit/undo.ts'
import { cannotUndo } from '#lib/audit/undoer.ts'
import { COLUMNS, type Fields, type LockedTree, titleOf } from '#lib/errors/operations/lock.ts'
import { tellClassifier, tellErrors } from '#lib/errors/operations/tell.ts'
import { treesToUndo } from '#lib/errors/operations/trees-to-undo.ts'

export type FieldChange = Partial<Fields>

/** These decide where messages go. */
const CLASSIFYING: readonly (keyof Fields)[] = ['threshold', 'regex']

/** Changes fields of a signature, notes it, tells it. Answers the trail's entry, or null when nothing differs. */
export async function changeFields(
  client: PoolClient,
  signature: LockedTree,
  action: string,
  after: FieldChange,
  actor: Actor,
): Promise<number | null> {
  const names = (Object.keys(after) as (keyof Fields)[]).filter(
    name => !isDeepStrictEqual(after[name], signature[name]),
  )
  if (names.length === 0) return null
  const change = { before: picked(signature, names), after: picked(after, names) }
  await writeFields(client, signature, change.after)
  return recordChange(client, {
    ...{ actor, action, change },
    subject: 'signature',
    subjectId: signature.id,
    name: titleOf({ ...signature, ...after }),
  })
}

/** Gives the fields their old values, unless they were changed again since. */
export const undoFields: Undo = async (client, { subjectId, change }, by) => {
  const { before, after } = change as { before: FieldChange; after: FieldChange }
  const [signature] = await treesToUndo(client, reachOf(by), [Number(subjectId)])
  if (signature.id !== Number(subjectId))
    throw cannotUndo('the signature was merged into another one since')

  for (const name of Object.keys(after) as (keyof Fields)[])
    if (!isDeepStrictEqual(signature[name], after[name]))
      throw cannotUndo(
        name === 'state' && signature.regressedAt && after.state === 'resolved'
          ? 'it came again since, and is open by that'
          : `its ${WORDS[name]} was changed since`,
      )
  await writeFields(client, signature, before)
}

const WORDS: Record<keyof Fields, string> = {
  ...{ name: 'name', threshold: 'threshold', regex: 'rule', state: 'state' },
  ...{ mutedUntil: 'muting', mutedAbove: 'muting' },
  ...{ resolvedAt: 'state', resolvedRelease: 'release' },
  ...{ regressedAt: 'state', regressedRelease: 'release' },
}

async function writeFields(client: PoolClient, { id, projectId }: LockedTree, fields: FieldChange) {
  const names = Object.keys(fields) as (keyof Fields)[]
  const sets = names.map((name, i) => `${COLUMNS[name]} = $${i + 2}`)
  const values = names.map(name =>
    name === 'mutedAbove' && fields.mutedAbove ? JSON.stringify(fields.mutedAbove) : fields[name],
  )
  await client.query(`update signature set ${sets.join(', ')} where id = $1`, [id, ...values])
  if (names.some(name => CLASSIFYING.includes(name))) await tellClassifier(client, projectId)
  await tellErrors(client, [id])
}

const picked = (from: FieldChange, names: readonly (keyof Fields)[]): FieldChange =>
  Object.fromEntries(names.map(name => [name, from[name]]))
