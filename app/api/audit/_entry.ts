import type { AuditEntry } from '#lib/audit/data.ts'
import { isUndoable } from '#lib/audit/undo.ts'
import { undoers } from '#lib/registry.ts'

export const withUndoable = (entry: AuditEntry) => ({
  ...entry,
  undoable: entry.undoneAt === null && isUndoable(undoers, entry),
})
