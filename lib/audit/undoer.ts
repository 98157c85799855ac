import { reaches } from '#lib/access/reach.ts'
import type { Right } from '#lib/access/rights.ts'
import type { Recorded, Undo, Undoer } from '#lib/audit/undo.ts'
import { UserError } from '#lib/failures.ts'

/**
 * How a change of something that may be limited to groups is taken back. `groups` is the statement that reads to which,
 * by the subject's number or by `valuesOf` the entry.
 */
export const undoerWithin = (
  right: Right,
  groups: string,
  take: Undo,
  valuesOf: (recorded: Recorded) => unknown[] = ({ subjectId }) => [Number(subjectId)],
): Undoer => ({
  ...{ right, take },
  async isReached(client, recorded, reach) {
    const { rows } = await client.query<{ groups: string[] }>(groups, valuesOf(recorded))
    // Whose it was is not known any more: only those who come at everything are told why it stays done.
    return rows[0] ? reaches(reach, rows[0].groups) : reach.all
  },
})

/** Why it stays done. */
export const cannotUndo = (why: string) =>
  new UserError(`This cannot be undone: ${why}.`, { code: 'conflict' })
