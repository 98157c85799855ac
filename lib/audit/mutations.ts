import type { Person } from '#lib/access/person.ts'
import { type Undoers, undo } from '#lib/audit/undo.ts'
import { pool } from '#lib/db/client.ts'
import { inTransaction } from '#lib/transaction.ts'

/**
 * Undoes an entry of the trail; answers the id of the entry that says so.
 * Throws a UserError when there is none for this person, when they may not, or says why it cannot be undone (any more).
 */
export const undoChange = (undoers: Undoers, id: number, person: Person): Promise<number> =>
  inTransaction(pool(), client => undo(client, undoers, id, person))
