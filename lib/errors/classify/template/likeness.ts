import { VALUE, type Word } from '#lib/errors/classify/template/shape.ts'

/**
 * Two keys of one skeleton differ only in words that name things: that hold a value, that look like a name
 * (`a.b`, `x/y`, `[worker]`), or that stand where somebody or something is named.
 */
export function skeletonOf(words: readonly Word[]): string {
  return words.map((word, i) => (isName(words, i) ? VALUE : word.key)).join(' ')
}

function isName(words: readonly Word[], i: number): boolean {
  const key = words[i]?.key ?? ''
  if (key.includes(VALUE) || INNER_MARK.test(key) || ENCLOSED.test(key)) return true
  const before = words[i - 1]?.key ?? ''
  return ANNOUNCES.test(before) || (before === 'for' && isFromValue(words, i + 1))
}

/** `for root from 10.0.0.1`: for whom, and from where. */
const isFromValue = (words: readonly Word[], i: number) =>
  words[i]?.key === 'from' && (words[i + 1]?.key.includes(VALUE) ?? false)

const INNER_MARK = /\w[.@/\\]\w/
const ENCLOSED = /^[([{<][^ ]*[)\]}>][,:;.]?$/
const ANNOUNCES = /^(?:user|host|device|node)$/i
const LETTER = /[A-Za-z]/

/** Words in common that two alike messages have at least, and so many where they begin differently. */
const COMMON = 2
const COMMON_WITHOUT_FIRST = 3
/** For each word that differs there are so many in common. */
const COMMON_PER_DIFFERENCE = 2

/** How alike two lists of words of one skeleton are, 0 to 1; null where they are two templates. */
export function likeness(a: readonly Word[], b: readonly Word[]): number | null {
  let common = 0
  let different = 0
  for (const [i, { key }] of a.entries()) {
    if (key !== b[i]?.key) different++
    else if (LETTER.test(key)) common++
  }
  const least = a[0]?.key === b[0]?.key ? COMMON : COMMON_WITHOUT_FIRST
  if (common < least || different * COMMON_PER_DIFFERENCE > common) return null
  return 1 - different / a.length
}
