import { flatten } from '#lib/difference.ts'

/** One field of what changed, as people read it; undefined is nothing, and of a secret nothing is known. */
export interface ShownField {
  field: string
  before?: string | undefined
  after?: string | undefined
  secret: boolean
}

export interface ShownChange {
  fields: ShownField[]
  /** what the entry says besides, by name */
  facts: [name: string, value: string][]
}

/** What an entry says, for people. Whatever an older version or another part has written there is shown, too. */
export function shownChange(change: Record<string, unknown>): ShownChange {
  const { before, after, changed, ...more } = change
  const [from, to] = [fieldsOf(before), fieldsOf(after)]
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].toSorted()
  const secret = Array.isArray(changed) ? changed.map(String) : []
  return {
    fields: [
      ...names
        .map(field => ({ field, before: from[field], after: to[field], secret: false }))
        .filter(({ before, after }) => before !== after),
      ...secret.map(field => ({ field, secret: true })),
    ],
    facts: Object.entries(more)
      .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
      .map(([name, value]) => [name, text(value)]),
  }
}

function fieldsOf(side: unknown): Record<string, string> {
  if (typeof side !== 'object' || side === null) return {}
  return Object.fromEntries(
    Object.entries(flatten(side)).map(([field, value]) => [field, text(value)]),
  )
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
