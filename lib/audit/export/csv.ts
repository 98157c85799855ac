import type { AuditEntry } from '#lib/audit/data.ts'
import { csvLinesOf } from '#lib/csv.ts'

/** The head line. */
export const csvHead = () =>
  csvLinesOf([
    [
      ...['entry', 'at', 'person', 'address', 'action', 'subject', 'subject_id', 'name', 'change'],
      ...['undone_at', 'undone_by'],
    ],
  ])

/** One line for each entry; what changed stands in it as JSON. */
export const csvLines = (entries: readonly AuditEntry[]): string =>
  csvLinesOf(
    entries.map(entry => [
      ...[entry.id, entry.at.toISOString(), entry.person, entry.address],
      ...[entry.action, entry.subject, entry.subjectId, entry.name, JSON.stringify(entry.change)],
      ...[entry.undoneAt?.toISOString(), entry.undoneBy],
    ]),
  )
