import type { PoolClient } from 'pg'
import { type Changer, reachOf } from '#lib/access/reach.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { Undo } from '#lib/audit/undo.ts'
import { cannotUndo } from '#lib/audit/undoer.ts'
import { type LockedTree, lockSignatures, lockTrees, titleOf } from '#lib/errors/operations/lock.ts'
import { tellClassifier, tellErrors } from '#lib/errors/operations/tell.ts'

/**
 * Deletes signatures: nothing shows them any more, what comes later founds new ones, and the clean-up removes them for
 * good after a month. Answers the entries of the trail.
 */
export async function remove(
  client: PoolClient,
  ids: readonly number[],
  by: Changer,
): Promise<number[]> {
  const entries: number[] = []
  for (const tree of await lockTrees(client, reachOf(by), ids))
    entries.push(await removeTree(client, tree, by))
  return entries
}

async function removeTree(client: PoolClient, tree: LockedTree, by: Changer): Promise<number> {
  const { id, projectId, members } = tree
  await client.query('update signature set deleted_at = now() where id = any($1::int[])', [members])
  await tellClassifier(client, projectId)
  await tellErrors(client, [id])
  const { template, name } = tree
  return recordChange(client, {
    ...{ actor: by, action: 'delete', subject: 'signature', subjectId: id, name: titleOf(tree) },
    change: { template, name, members },
  })
}

/** Brings it back, and with it its messages; a signature that they have founded meanwhile stays. */
export const undoDelete: Undo = async (client, { subjectId, change }) => {
  const { members } = change as { members: number[] }
  const rows = await lockSignatures(client, members)
  const root = rows.find(row => row.id === Number(subjectId))
  if (!root || rows.length < members.length) throw cannotUndo('it was removed for good since')
  if (root.deletedAt === null) throw cannotUndo('it is not deleted')

  await client.query('update signature set deleted_at = null where id = any($1::int[])', [members])
  await tellClassifier(client, root.projectId)
  await tellErrors(client, [root.id])
}
