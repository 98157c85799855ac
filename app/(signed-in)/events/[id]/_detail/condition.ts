/** What the query language takes as a step to a trait. */
const STEP = /^(?:[a-z_$][\w$-]*|\d+)$/i
/** What every event has; a trait of such a name is asked for as `body.type`. */
const OWN = ['type', 'host', 'id', 'uid', 'pid', 'duration', 'body']
/** Nobody looks for a whole stack trace. */
const TEXT_LIMIT = 200

/** The query for events that have this value there, or null when it cannot be asked for. */
export function conditionOn(path: readonly string[], value: unknown): string | null {
  if (!path.every(step => STEP.test(step))) return null
  if (typeof value === 'string' && value.length > TEXT_LIMIT) return null
  if (typeof value === 'object' && value !== null) return null
  const steps = OWN.includes(path[0] ?? '') ? ['body', ...path] : path
  const literal = typeof value === 'string' ? quoted(value) : String(value)
  return `${steps.join('.')} = ${literal}`
}

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`
