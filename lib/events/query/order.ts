import type { Comparison } from '#lib/events/query/query.ts'

type Ordering = Exclude<Comparison, '~'>

/** Whether `a comparison b` holds, where `order` is negative, 0 or positive as a is below b, equal to it, or above. */
export function holds(comparison: Ordering, order: number): boolean {
  switch (comparison) {
    case '=':
      return order === 0
    case '!=':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

/** The same of texts, by their code points. */
export function textsHold(a: string, comparison: Ordering, b: string): boolean {
  if (comparison === '=') return a === b
  if (comparison === '!=') return a !== b
  return holds(comparison, Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

/** Whether a text has this part, in any case. */
export function containing(part: string): (text: string) => boolean {
  const lower = part.toLowerCase()
  return text => text.toLowerCase().includes(lower)
}
