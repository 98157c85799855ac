import type { StoredEvent } from '#lib/events/data.ts'

const OWN = ['type', 'host', 'id', 'uid', 'pid', 'duration', 'project'] as const
type Told = Pick<StoredEvent, (typeof OWN)[number] | 'traits'>

/** What an event has at these steps of a key; undefined: nothing. Of a list, what its items have there. */
export function valueAt(event: Told, steps: readonly string[]): unknown {
  const [first, ...rest] = steps
  const own = OWN.find(name => name === first)
  if (own && rest.length === 0) return event[own] ?? undefined
  return within(event.traits, first === 'body' && rest.length > 0 ? rest : steps)
}

function within(value: unknown, steps: readonly string[]): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return value
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.hasOwn(value, step)) return within((value as Record<string, unknown>)[step], rest)
  if (!Array.isArray(value)) return undefined
  const found = value.map(item => within(item, steps)).filter(item => item !== undefined)
  return found.length > 0 ? found : undefined
}
