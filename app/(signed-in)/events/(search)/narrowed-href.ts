import type { Query } from '#app/_ui/query.ts'
import { isAskable } from '#app/(signed-in)/events/_query/askable.ts'
import { stepsOf } from '#lib/events/query/key.ts'
import { narrowed } from '#lib/events/query/narrow.ts'

interface Chosen {
  key: string
  /** undefined: it is not there */
  value: unknown
}

/** The address of those events that have a value, or, with `isNot`, have another; none where nobody can ask for it. */
export function narrowedHref(
  { q }: { q: string },
  hrefOf: (changes: Query) => string,
  { key, value }: Chosen,
  isNot = false,
): { href?: string } {
  const path = stepsOf(key)
  if (!path || !isAskable(value)) return {}
  return { href: hrefOf({ q: narrowed(q, { path, value }, isNot) }) }
}
