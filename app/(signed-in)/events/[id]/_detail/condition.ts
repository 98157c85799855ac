import { OWN_KEYS } from '#lib/events/query/own-keys.ts'
import { writeQuery } from '#lib/events/query/write.ts'

/** A trait of such a name is asked for as `body.type`. */
const OWN: readonly string[] = [...OWN_KEYS, 'body']
/** Nobody looks for a whole stack trace. */
const TEXT_LIMIT = 200

/** The query for events that have this value there, or null when nobody would ask for it. */
export function conditionOn(path: string[], value: unknown): string | null {
  const isText = typeof value === 'string' && value.length <= TEXT_LIMIT
  if (!isText && typeof value !== 'number' && typeof value !== 'boolean') return null
  const steps = OWN.includes(path[0] ?? '') ? ['body', ...path] : path
  return writeQuery({ kind: 'compare', path: steps, comparison: '=', value })
}
