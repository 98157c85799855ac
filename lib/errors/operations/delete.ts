import type { PoolClient } from 'pg'
import { recordChange } from '#lib/audit/record.ts'
import type { Undo } from '#lib/audit/undo.ts'
import { conflict } from '#lib/errors/operations/conflict.ts'
import { type LockedTree, lockSignatures, lockTrees } from '#lib/errors/operations/lock.ts'
import { tellClassifier, tellErrors } from '#lib/errors/operations/tell.ts'

interface Deleted {
  /** the signature and all that was merged into it */
  members: number[]
  /** how its messages were found; what comes later founds a signature of its own */
  keys: { key: string; signatureId: number }[]
}

/** Deletes signatures: nothing shows them any more, and the clean-up removes them for good after a month. */
export async function remove(
  client: PoolClient,
  ids: readonly number[],
  person: string,
): Promise<number[]> {
  const entries: number[] = []
  for (const tree of await lockTrees(client, ids))
    entries.push(await removeTree(client, tree, person))
  return entries
}

async function removeTree(client: PoolClient, tree: LockedTree, person: string): Promise<number> {
  const { id, projectId, members } = tree
  await client.query('update signature set deleted_at = now() where id = any($1::int[])', [members])
  const { rows: keys } = await client.query<Deleted['keys'][number]>(
    `delete from signature_key where signature_id = any($1::int[])
     returning key, signature_id as "signatureId"`,
    [members],
  )
  await tellClassifier(client, projectId)
  await tellErrors(client, [id])
  const { template, name } = tree
  return recordChange(client, {
    ...{ person, action: 'delete', subject: 'signature', subjectId: id },
    change: { template, name, members, keys },
  })
}

/** Brings it back. Messages for which another signature was founded meanwhile go on to that one. */
export const undoDelete: Undo = async (client, { subjectId, change }) => {
  const { members, keys } = change as unknown as Deleted
  const rows = await lockSignatures(client, members)
  const root = rows.find(row => row.id === Number(subjectId))
  if (!root || rows.length < members.length) throw conflict('it was removed for good since')
  if (root.deletedAt === null) throw conflict('it is not deleted')

  await client.query('update signature set deleted_at = null where id = any($1::int[])', [members])
  await client.query(
    `insert into signature_key (project_id, key, signature_id)
     select $1, key, id from unnest($2::text[], $3::int[]) as f(key, id) on conflict do nothing`,
    [root.projectId, keys.map(({ key }) => key), keys.map(({ signatureId }) => signatureId)],
  )
  await tellClassifier(client, root.projectId)
  await tellErrors(client, [root.id])
}
