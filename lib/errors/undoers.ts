import type { Undo, Undoers } from '#lib/audit/undo.ts'
import { undoerWithin } from '#lib/audit/undoer.ts'
import { undoDelete } from '#lib/errors/operations/delete.ts'
import { undoFields } from '#lib/errors/operations/fields.ts'
import { undoMerge } from '#lib/errors/operations/merge.ts'
import { undoSplit } from '#lib/errors/operations/split.ts'
import { undoReclassify } from '#lib/errors/reclassify/start.ts'

const PROJECT = 'select groups from project where id = $1'
const PROJECT_OF_SIGNATURE = `
  select p.groups from signature s join project p on p.id = s.project_id where s.id = $1`

const onSignature = (take: Undo) => undoerWithin('errors:write', PROJECT_OF_SIGNATURE, take)
const onProject = (take: Undo) => undoerWithin('errors:write', PROJECT, take)

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
