import { reaches } from '#lib/access/reach.ts'
import type { Undo, Undoer, Undoers } from '#lib/audit/undo.ts'
import { undoDelete } from '#lib/errors/operations/delete.ts'
import { undoFields } from '#lib/errors/operations/fields.ts'
import { undoMerge } from '#lib/errors/operations/merge.ts'
import { undoSplit } from '#lib/errors/operations/split.ts'
import { undoReclassify } from '#lib/errors/reclassify/start.ts'

const PROJECT = 'select groups from project where id = $1'
const PROJECT_OF_SIGNATURE = `
  select p.groups from signature s join project p on p.id = s.project_id where s.id = $1`

const onSignature = (take: Undo): Undoer => undoerOn(PROJECT_OF_SIGNATURE, take)
const onProject = (take: Undo): Undoer => undoerOn(PROJECT, take)

/** How each operation on errors is taken back. */
export const errorUndoers: Undoers = {
  'signature.rename': onSignature(undoFields),
  'signature.change': onSignature(undoFields),
  'signature.resolve': onSignature(undoFields),
  'signature.reopen': onSignature(undoFields),
  'signature.mute': onSignature(undoFields),
  'signature.merge': onSignature(undoMerge),
  'signature.split': onSignature(undoSplit),
  'signature.delete': onSignature(undoDelete),
  'signature.reclassify': onSignature(undoReclassify),
  'project.reclassify': onProject(undoReclassify),
}

/** `groups` reads to which groups the subject's project is limited. */
function undoerOn(groups: string, take: Undo): Undoer {
  return {
    right: 'errors:write',
    take,
    async isReached(client, { subjectId }, reach) {
      const { rows } = await client.query<{ groups: string[] }>(groups, [Number(subjectId)])
      // Whose it was is not known any more: only those who come at everything are told why it stays done.
      return rows[0] ? reaches(reach, rows[0].groups) : reach.all
    },
  }
}
