import { writeQuery } from '#lib/events/query/write.ts'

/** What every event has; a trait of such a name is asked for as `body.type`. */
const OWN = ['type', 'host', 'id', 'uid', 'pid', 'duration', 'body']
/** Nobody looks for a whole stack trace. */
const TEXT_LIMIT = 200

/** The query for events that have this value there, or null when nobody would ask for it. */
export function conditionOn(path: string[], value: unknown): string | null {
  const isText = typeof value === 'string' && value.length <= TEXT_LIMIT
  if (!isText && typeof value !== 'number' && typeof value !== 'boolean') return null
  const steps = OWN.includes(path[0] ?? '') ? ['body', ...path] : path
  return writeQuery({ kind: 'compare', path: steps, comparison: '=', value })
}
