import type { PoolClient } from 'pg'
import { type Person, requireRight } from '#lib/access/person.ts'
import { type Reach, reachOf } from '#lib/access/reach.ts'
import type { Right } from '#lib/access/rights.ts'
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

/** How one kind of change is taken back. */
export interface Undoer {
  /** whoever takes it back must have it */
  right: Right
  /** whether what was changed is open to this reach; what is not, is not there */
  isReached(client: PoolClient, recorded: Recorded, reach: Reach): Promise<boolean>
  /**
   * Takes it back inside the caller's transaction.
   * Throws a UserError (`conflict`) that says why not when what came after it stands in the way.
   */
  take(client: PoolClient, recorded: Recorded, person: Person): Promise<void>
}

export type Undo = Undoer['take']

/** What can be undone: by subject and action, as `signature.merge`. */
export type Undoers = Readonly<Record<string, Undoer>>

/** How this entry is taken back, or undefined for what stays done. */
export function undoerOf(
  undoers: Undoers,
  { subject, action }: Pick<Recorded, 'subject' | 'action'>,
): Undoer | undefined {
  const kind = `${subject}.${action}`
  return Object.hasOwn(undoers, kind) ? undoers[kind] : undefined
}

/** Undoes an entry, once, and notes that in the trail. Answers the new entry's id. */
export async function undo(
  client: PoolClient,
  undoers: Undoers,
  id: number,
  person: Person,
): Promise<number> {
  const recorded = await lockEntry(client, id)
  const undoer = undoerOf(undoers, recorded)
  if (!undoer) throw new UserError('This cannot be undone.', { code: 'conflict' })
  if (!(await undoer.isReached(client, recorded, reachOf(person)))) throw noEntry(id)
  requireRight(person, undoer.right)
  if (recorded.undoneAt)
    throw new UserError(`${recorded.undoneBy} has undone this already.`, { code: 'conflict' })

  await undoer.take(client, recorded, person)
  await client.query('update audit set undone_at = now(), undone_by = $2 where id = $1', [
    id,
    person.name,
  ])
  const { subject, subjectId, name, action } = recorded
  return recordChange(client, {
    ...{ actor: person, subject, subjectId, name, action: 'undo' },
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
  if (!recorded) throw noEntry(id)
  return recorded
}

export const noEntry = (id: number) =>
  new UserError(`There is no entry ${id} in the trail.`, { code: 'not_found' })
