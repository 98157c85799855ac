import type { AuditEntry } from '#lib/audit/data.ts'

/** One line for each entry. */
export const jsonLines = (entries: readonly AuditEntry[]): string =>
  entries.map(entry => `${JSON.stringify(entry)}\n`).join('')
