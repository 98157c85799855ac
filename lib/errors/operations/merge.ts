import type { PoolClient } from 'pg'
import { type Changer, reachOf } from '#lib/access/reach.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { Undo } from '#lib/audit/undo.ts'
import { cannotUndo } from '#lib/audit/undoer.ts'
import { type LockedTree, lockSignatures, lockTrees, titleOf } from '#lib/errors/operations/lock.ts'
import { tellClassifier, tellErrors } from '#lib/errors/operations/tell.ts'
import { treesToUndo } from '#lib/errors/operations/trees-to-undo.ts'
import { UserError } from '#lib/failures.ts'

/**
 * Lets signatures count as part of another one from now on. Nothing that was counted moves: what is merged points to
 * where it belongs, and so can be taken out again. Answers the trail's entry.
 */
export async function merge(
  client: PoolClient,
  into: number,
  ids: readonly number[],
  by: Changer,
): Promise<number> {
  const trees = await lockTrees(client, reachOf(by), [...new Set([into, ...ids])])
  const target = trees.find(tree => tree.members.includes(into))
  const others = trees.filter(tree => tree !== target)
  if (!target || others.length === 0)
    throw new UserError('Choose at least two signatures that are not one already.', {
      fields: { ids: 'needs another signature' },
    })
  if (others.some(other => other.projectId !== target.projectId))
    throw new UserError('Only signatures of the same project can be merged.', {
      fields: { ids: 'are of several projects' },
    })
  const merged = await attach(client, target, others)
  return recordChange(client, {
    ...{ actor: by, action: 'merge', subject: 'signature', subjectId: target.id },
    name: titleOf(target),
    change: { into: target.id, merged },
  })
}

/** Answers the ids of the others. */
export async function attach(
  client: PoolClient,
  target: LockedTree,
  others: readonly LockedTree[],
): Promise<number[]> {
  const merged = others.map(other => other.id)
  await client.query('update signature set merged_into = $1 where id = any($2::int[])', [
    target.id,
    merged,
  ])
  await client.query('update signature set root_id = $1 where id = any($2::int[])', [
    target.id,
    others.flatMap(other => other.members),
  ])
  await tellClassifier(client, target.projectId)
  await tellErrors(client, [target.id, ...merged])
  return merged
}

/** Takes out what was merged, with whatever had been or was merged into that. */
export const undoMerge: Undo = async (client, { change }, by) => {
  const { into, merged } = change as { into: number; merged: number[] }
  const [tree] = await treesToUndo(client, reachOf(by), [into])
  const rows = await lockSignatures(client, merged)
  const gone = merged.find(id => !rows.some(row => row.id === id && row.mergedInto === into))
  if (gone !== undefined) throw cannotUndo(`signature ${gone} was merged or split otherwise since`)

  await takeOut(client, merged)
  await tellClassifier(client, tree.projectId)
  await tellErrors(client, [tree.id, ...merged])
}

async function takeOut(client: PoolClient, ids: readonly number[]) {
  await client.query('update signature set merged_into = null where id = any($1::int[])', [ids])
  await client.query(
    `with recursive tree as (
       select id, id as root from signature where id = any($1::int[])
       union all select s.id, tree.root from signature s join tree on s.merged_into = tree.id)
     update signature s set root_id = tree.root from tree where s.id = tree.id`,
    [ids],
  )
}
