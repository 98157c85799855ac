import { unquoted } from '#lib/events/query/tokens.ts'

const STEP = /"(?:[^"\\]|\\.)*"|[^."]+/gs
/** What needs no quotes in a key. */
const PLAIN = /^[^\s"'=<>~:(),!.-][^\s"'=<>~:(),!.]*$/
const WORDS = /^(?:and|or|not|in|exists)$/i

/** The steps of a dotted key: `attributes."http.method"` has two. Null where one is missing. */
export function stepsOf(key: string): string[] | null {
  const steps = key.match(STEP) ?? []
  // What is left beside the steps are their dots, one between two.
  if (steps.length === 0 || key.replaceAll(STEP, '') !== '.'.repeat(steps.length - 1)) return null
  return steps.map(step => (step.startsWith('"') ? unquoted(step) : step))
}

/** A key as it is written in a query. */
export function keyText(steps: readonly string[]): string {
  const [only = ''] = steps
  if (steps.length === 1 && WORDS.test(only)) return `"${only}"`
  return steps.map(step => (PLAIN.test(step) ? step : quoted(step))).join('.')
}

/** Keys with commas between them; what is none is left out. */
export function readKeys(text: string): string[] {
  const keys = text.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/gs) ?? []
  return [...new Set(keys.map(key => key.trim()).filter(key => stepsOf(key)))]
}

export const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`
