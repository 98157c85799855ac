import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'

const SHOWN = 120

/** A trait's value where there is room for a word: texts as they are, undefined `(none)`. */
export function valueInWords(value: unknown): string {
  if (value === undefined) return '(none)'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text === '' ? '(empty)' : visible(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)
}
