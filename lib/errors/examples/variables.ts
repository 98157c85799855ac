/** What stands for a variable in a template. */
export const WILDCARD = '<*>'
const VALUES_SHOWN = 5

/** One variable of a template and what stood in it. */
export interface Variable {
  /** its place among the template's variables, from 0 */
  position: number
  /** how many different values there were */
  distinct: number
  /** the most frequent ones first */
  values: { value: string; count: number }[]
}

/** What stood in each variable of a template, in those of the messages that fit it. */
export function variablesOf(template: string, messages: readonly string[]): Variable[] {
  const counts = template
    .split(WILDCARD)
    .slice(1)
    .map(() => new Map<string, number>())
  for (const message of messages)
    for (const [i, value] of (valuesIn(template, message) ?? []).entries()) {
      const known = counts[i]
      known?.set(value, (known.get(value) ?? 0) + 1)
    }
  return counts.map((values, position) => ({
    position,
    distinct: values.size,
    values: [...values]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, VALUES_SHOWN),
  }))
}

/**
 * What stands in the template's variables in this message; null when it does not fit. Each variable ends where the
 * text after it comes next, so the time is that of one search through the message. Runs of blanks count as one.
 */
export function valuesIn(template: string, message: string): string[] | null {
  const [head = '', ...rest] = squeezed(template).split(WILDCARD)
  const text = squeezed(message)
  if (rest.length === 0) return text === head ? [] : null
  if (!text.startsWith(head)) return null

  const tail = rest.pop() ?? ''
  const values: string[] = []
  let at = head.length
  for (const literal of rest) {
    const end = literal === '' ? at : text.indexOf(literal, at)
    if (end < 0) return null
    values.push(text.slice(at, end))
    at = end + literal.length
  }
  const end = text.length - tail.length
  if (end < at || !text.endsWith(tail)) return null
  return [...values, text.slice(at, end)]
}

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim()
