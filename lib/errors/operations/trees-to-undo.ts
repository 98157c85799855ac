import type { PoolClient } from 'pg'
import type { Reach } from '#lib/access/reach.ts'
import { cannotUndo } from '#lib/audit/undoer.ts'
import { type LockedTree, lockTrees } from '#lib/errors/operations/lock.ts'

/** Locks the trees of these signatures. Throws a UserError (`conflict`) when one was deleted since. */
export async function treesToUndo(
  client: PoolClient,
  reach: Reach,
  ids: readonly number[],
): Promise<[LockedTree, ...LockedTree[]]> {
  const { rows } = await client.query<{ id: number }>(
    'select id from signature where id = any($1::int[]) and deleted_at is null',
    [ids],
  )
  const deleted = ids.find(id => !rows.some(row => row.id === id))
  if (deleted !== undefined) throw cannotUndo(`signature ${deleted} was deleted since`)
  return (await lockTrees(client, reach, ids)) as [LockedTree, ...LockedTree[]]
}
