import type { PoolClient } from 'pg'
import { groupsOf, type Reach, reachedSql } from '#lib/access/reach.ts'
import type { Muting, SignatureState } from '#lib/errors/schema.ts'
import { UserError } from '#lib/failures.ts'

const TITLE_LIMIT = 200

/** What people can change about a signature, as stored. */
export interface Fields {
  name: string
  threshold: number | null
  regex: string | null
  state: SignatureState
  mutedUntil: string | null
  mutedAbove: Muting['above']
  resolvedAt: string | null
  resolvedRelease: string | null
  regressedAt: string | null
  regressedRelease: string | null
}

export interface LockedSignature extends Fields {
  id: number
  projectId: number
  template: string
  mergedInto: number | null
  rootId: number
  deletedAt: string | null
}

export interface LockedTree extends LockedSignature {
  /** the ids of all that was merged into it, its own included */
  members: number[]
}

/** What a signature is called in the trail. */
export const titleOf = ({ name, template }: Pick<LockedSignature, 'name' | 'template'>): string =>
  (name || template).slice(0, TITLE_LIMIT)

/** Columns by what they are called here; the times are texts, as in the trail. */
export const COLUMNS: Record<keyof Fields, string> = {
  ...{ name: 'name', threshold: 'threshold', regex: 'regex', state: 'state' },
  ...{ mutedUntil: 'muted_until', mutedAbove: 'muted_above' },
  ...{ resolvedAt: 'resolved_at', resolvedRelease: 'resolved_release' },
  ...{ regressedAt: 'regressed_at', regressedRelease: 'regressed_release' },
}

const ROW = `id, project_id as "projectId", template, merged_into as "mergedInto", root_id as "rootId",
  deleted_at as "deletedAt", ${Object.entries(COLUMNS)
    .map(([field, column]) => `${column} as "${field}"`)
    .join(', ')}`

/** Locks these rows in the order of their projects and ids, as the recorder does. */
export async function lockSignatures(
  client: PoolClient,
  ids: readonly number[],
): Promise<LockedSignature[]> {
  const { rows } = await client.query<object>(
    `select ${ROW} from signature where id = any($1::int[]) order by project_id, id for no key update`,
    [ids],
  )
  return JSON.parse(JSON.stringify(rows)) as LockedSignature[]
}

/**
 * Locks the signatures that these are or were merged into, with everything else that was. In the same order.
 * Throws a UserError (`not_found`) when there is none of that number within reach.
 */
export async function lockTrees(
  client: PoolClient,
  reach: Reach,
  ids: readonly number[],
): Promise<LockedTree[]> {
  const { rows } = await client.query<{ id: number; asked: number | null }>(
    `select id, root_id, case when id = any($1::int[]) then id end as asked from signature
     where root_id in (
       select s.root_id from signature s join project p on p.id = s.project_id
       where s.id = any($1::int[]) and s.deleted_at is null and ${reachedSql('p.groups', '$2')})
       and deleted_at is null order by project_id, id for no key update`,
    [ids, groupsOf(reach)],
  )
  const missing = ids.find(id => !rows.some(row => row.asked === id))
  if (missing !== undefined)
    throw new UserError(`There is no signature ${missing}.`, { code: 'not_found' })

  // Read once they are locked: what waited for another change sees that change.
  const locked = await lockSignatures(
    client,
    rows.map(row => row.id),
  )
  const roots = locked.filter(row => row.mergedInto === null && row.deletedAt === null)
  if (locked.some(row => !roots.some(root => root.id === row.rootId)))
    throw new UserError('It was changed by someone else at this moment. Try again.', {
      code: 'conflict',
    })
  return roots.map(root => ({
    ...root,
    members: locked.filter(row => row.rootId === root.id).map(row => row.id),
  }))
}
