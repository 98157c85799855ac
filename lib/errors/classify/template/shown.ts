import { SHOWN, type Word } from '#lib/errors/classify/template/shape.ts'

/** The text of a template: what its words show, word for word. */
export const templateText = (words: readonly Word[]): string =>
  words.map(({ shown }) => shown.join('')).join(' ')

/**
 * `words` with variables where `other` is different; the same array where nothing is. A template that does not go
 * word for word with its messages, as after somebody has written it, stays as it is.
 */
export function generalise(words: readonly Word[], other: readonly Word[]): readonly Word[] {
  if (words.length !== other.length) return words
  let general: Word[] | undefined
  for (const [i, word] of words.entries()) {
    const shown = generaliseWord(word.shown, (other[i] as Word).shown)
    if (shown === word.shown) continue
    general ??= [...words]
    general[i] = { key: word.key, shown }
  }
  return general ?? words
}

function generaliseWord(shown: readonly string[], other: readonly string[]): readonly string[] {
  // Words of different make are compared as a whole.
  if (shown.length !== other.length) return generaliseWord([shown.join('')], [other.join('')])
  let general: string[] | undefined
  for (const [i, text] of shown.entries()) {
    const common = commonOf(text, other[i] as string)
    if (common === text) continue
    general ??= [...shown]
    general[i] = common
  }
  return general ?? shown
}

/** A variable, with the marks around it that both words have; values that were joined have blanks between them. */
function commonOf(text: string, other: string): string {
  if (text === SHOWN || text === other) return text
  if (text.includes(' ')) return SHOWN
  const opening = text.slice(0, openingLength(text))
  const closing = text.slice(closingStart(text))
  return (
    (other.startsWith(opening) ? opening : '') + SHOWN + (other.endsWith(closing) ? closing : '')
  )
}

const OPENING = new Set('([{<"\'')
const CLOSING = new Set(')]}>"\',:;.')

function openingLength(text: string): number {
  let length = 0
  while (OPENING.has(text.charAt(length)) && !text.startsWith(SHOWN, length)) length++
  return length
}

function closingStart(text: string): number {
  let start = text.length
  while (CLOSING.has(text.charAt(start - 1)) && !text.endsWith(SHOWN, start)) start--
  return start
}
