import type { AuditEntry } from '#lib/audit/data.ts'
import { undoerOf } from '#lib/audit/undo.ts'
import { undoers } from '#lib/registry.ts'

export const withUndoable = (entry: AuditEntry) => ({
  ...entry,
  undoable: entry.undoneAt === null && undoerOf(undoers, entry) !== undefined,
})
