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
  if (shown.length !== other.length) return onlyMarksOf(shown, other)
  const isDifferent = (text: string, i: number) => text !== SHOWN && text !== other[i]
  if (!shown.some(isDifferent)) return shown
  return shown.map((text, i) => (isDifferent(text, i) ? SHOWN : text))
}

/** Words of different make have only the marks around them in common. */
function onlyMarksOf(shown: readonly string[], other: readonly string[]): readonly string[] {
  const text = shown.join('')
  const theirs = other.join('')
  const opening = text.slice(0, openingLength(text))
  const closing = text.slice(closingStart(text))
  const before = theirs.startsWith(opening) ? opening : ''
  const after = theirs.endsWith(closing) ? closing : ''
  const general = before + SHOWN + after
  return general === text ? shown : [general]
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
