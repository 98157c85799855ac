import type { PoolClient } from 'pg'
import type { Actor } from '#lib/access/person.ts'
import { recordChange } from '#lib/audit/record.ts'
import { UserError } from '#lib/failures.ts'

/** An entry of the trail as it is stored. */
export interface Recorded {
  id: number
  person: string
  action: string
  subject: string
  subjectId: string
  name: string
  change: Record<string, unknown>
  undoneAt: Date | null
  undoneBy: string | null
}

/**
 * Takes a change back inside the caller's transaction.
 * Throws a UserError (`conflict`) that says why not when what came after it stands in the way.
 */
export type Undo = (client: PoolClient, recorded: Recorded, actor: Actor) => Promise<void>

/** What can be undone: by subject and action, as `signature.merge`. */
export type Undoers = Readonly<Record<string, Undo>>

export const isUndoable = (
  undoers: Undoers,
  { subject, action }: Pick<Recorded, 'subject' | 'action'>,
) => Object.hasOwn(undoers, `${subject}.${action}`)

/** Undoes an entry, once, and notes that in the trail. Answers the new entry's id. */
export async function undo(
  client: PoolClient,
  undoers: Undoers,
  id: number,
  actor: Actor,
): Promise<number> {
  const recorded = await lockEntry(client, id)
  if (recorded.undoneAt)
    throw new UserError(`${recorded.undoneBy} has undone this already.`, { code: 'conflict' })
  const take = isUndoable(undoers, recorded)
    ? undoers[`${recorded.subject}.${recorded.action}`]
    : undefined
  if (!take) throw new UserError('This cannot be undone.', { code: 'conflict' })

  await take(client, recorded, actor)
  await client.query('update audit set undone_at = now(), undone_by = $2 where id = $1', [
    id,
    actor.name,
  ])
  const { subject, subjectId, name, action } = recorded
  return recordChange(client, {
    ...{ actor, subject, subjectId, name, action: 'undo' },
    change: { entry: id, action },
  })
}

async function lockEntry(client: PoolClient, id: number): Promise<Recorded> {
  const { rows } = await client.query<Recorded>(
    `select id::float8 as id, person, action, subject, subject_id as "subjectId", name, change,
       undone_at as "undoneAt", undone_by as "undoneBy"
     from audit where id = $1 for no key update`,
    [id],
  )
  const [recorded] = rows
  if (!recorded) throw new UserError(`There is no entry ${id} in the trail.`, { code: 'not_found' })
  return recorded
}
