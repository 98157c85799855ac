import type { Value } from '#lib/events/query/query.ts'

/** Nobody looks for a whole stack trace. */
const TEXT_LIMIT = 300

/** Whether a query can ask for a value; undefined: that it is not there. */
export const isAskable = (value: unknown): value is Value | undefined =>
  value === undefined ||
  value === null ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= TEXT_LIMIT)
