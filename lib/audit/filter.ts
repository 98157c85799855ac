/** What of the trail is looked for. */
export interface AuditFilter {
  subject?: string | undefined
  subjectId?: string | undefined
  person?: string | undefined
  from?: Date | undefined
  /** not included */
  until?: Date | undefined
  action?: string | undefined
  address?: string | undefined
  /** in all that an entry says, as it is stored */
  q?: string | undefined
}

export const isFiltered = (filter: AuditFilter): boolean =>
  Object.values(filter).some(value => value !== undefined)
