import { charactersOf, matchedCount, placesOf } from '#lib/errors/classify/similarity/sequence.ts'

/** How exactly two texts are compared; the longer the known one, the less. */
export interface Method {
  name: 'ratio' | 'quick_ratio' | 'real_quick_ratio'
  /** how many times a threshold that is not a signature's own goes half the way to 1 */
  level: 1 | 2 | 3
}

const EXACT: Method = { name: 'ratio', level: 1 }
const QUICK: Method = { name: 'quick_ratio', level: 2 }
const QUICKEST: Method = { name: 'real_quick_ratio', level: 3 }
const EXACT_BELOW = 100
const QUICK_BELOW = 2_000

/** By the length of the known text. */
export function methodFor(length: number): Method {
  if (length < EXACT_BELOW) return EXACT
  return length < QUICK_BELOW ? QUICK : QUICKEST
}

/** The shorter has to be longer than this share of the other. */
const LENGTH_SHARE = 0.8

export function areOfLikeLength(a: number, b: number): boolean {
  const longer = Math.max(a, b)
  return longer === 0 || Math.min(a, b) / longer > LENGTH_SHARE
}

/** How alike an incoming text is to a known one, 0 to 1, as difflib's SequenceMatcher(incoming, known) has it. */
export function likenessOf(incoming: string, known: string): { ratio: number; method: Method } {
  const [a, b] = [charactersOf(incoming), charactersOf(known)]
  const method = methodFor(b.length)
  const ratio = areOfLikeLength(a.length, b.length) ? ratioBy(method, a, b) : 0
  return { ratio, method }
}

export function ratioBy(method: Method, a: readonly number[], b: readonly number[]): number {
  const total = a.length + b.length
  if (total === 0) return 1
  if (method === EXACT) return (2 * matchedCount(a, b)) / total
  const common = method === QUICK ? commonCount(a, b) : Math.min(a.length, b.length)
  return (2 * common) / total
}

/** How many characters both have, wherever they stand. */
function commonCount(a: readonly number[], b: readonly number[]): number {
  const left = placesOf(a)
  let common = 0
  for (const [character, { length }] of placesOf(b))
    common += Math.min(length, left.get(character)?.length ?? 0)
  return common
}

/** A signature's own threshold is used as it is; the default goes `level` times half the way to 1. */
export function thresholdFor(own: number | null, usual: number, level: number): number {
  return own ?? 1 - (1 - usual) / 2 ** level
}
