import type { Undoers } from '#lib/audit/undo.ts'
import { undoDelete } from '#lib/errors/operations/delete.ts'
import { undoFields } from '#lib/errors/operations/fields.ts'
import { undoMerge } from '#lib/errors/operations/merge.ts'
import { undoSplit } from '#lib/errors/operations/split.ts'
import { undoReclassify } from '#lib/errors/reclassify/start.ts'
import { undoRetention } from '#lib/errors/retention/change.ts'

/** How each operation on errors is taken back. */
export const errorUndoers: Undoers = {
  'signature.rename': undoFields,
  'signature.change': undoFields,
  'signature.resolve': undoFields,
  'signature.reopen': undoFields,
  'signature.mute': undoFields,
  'signature.merge': undoMerge,
  'signature.split': undoSplit,
  'signature.delete': undoDelete,
  'signature.reclassify': undoReclassify,
  'project.reclassify': undoReclassify,
  'setting.retention': undoRetention,
}
