import { categoryId } from '#lib/errors/classify/similarity/category.ts'
import {
  areOfLikeLength,
  methodFor,
  ratioBy,
  thresholdFor,
} from '#lib/errors/classify/similarity/ratio.ts'
import { charactersOf } from '#lib/errors/classify/similarity/sequence.ts'

interface Known<Group> {
  group: Group
  text: string
  characters: number[]
  counts: Counts
  threshold: number | null
}

export interface Likest<Group> {
  group: Group
  ratio: number
  /** the known text that the message is alike to */
  text: string
}

/** The known texts of a project in their order: the first that a message is alike to takes it. */
export class Similar<Group> {
  readonly #known: Known<Group>[] = []
  readonly #byId = new Map<string, Known<Group>>()
  readonly #threshold: number

  /** `threshold` is for those that have none of their own. */
  constructor(threshold: number) {
    this.#threshold = threshold
  }

  find(text: string): Likest<Group> | undefined {
    const characters = charactersOf(text)
    const counts = countsOf(characters)
    for (const known of this.#known) {
      const ratio = this.#ratioAbove(known, characters, counts)
      if (ratio !== null) return { group: known.group, ratio, text: known.text }
    }
    // Nothing is above a threshold of 1, but the same text is the same category.
    const equal = this.#byId.get(categoryId(text))
    return equal && { group: equal.group, ratio: 1, text }
  }

  /** The ratio, if it is above the threshold; most texts are ruled out before they are compared. */
  #ratioAbove(known: Known<Group>, characters: readonly number[], counts: Counts): number | null {
    const lengths = [characters.length, known.characters.length] as const
    if (!areOfLikeLength(...lengths)) return null
    const method = methodFor(known.characters.length)
    const threshold = thresholdFor(known.threshold, this.#threshold, method.level)
    const isCounted = method.name !== 'real_quick_ratio'
    if (isCounted && highestRatio(counts, known.counts, lengths) <= threshold) return null
    const ratio = ratioBy(method, characters, known.characters)
    return ratio > threshold ? ratio : null
  }

  add(group: Group, text: string, threshold: number | null): void {
    const characters = charactersOf(text)
    const known = { group, text, characters, counts: countsOf(characters), threshold }
    this.#known.push(known)
    const id = categoryId(text)
    if (!this.#byId.has(id)) this.#byId.set(id, known)
  }

  /** Takes back what was added last. */
  removeLast(): void {
    const known = this.#known.pop()
    if (!known) return
    const id = categoryId(known.text)
    if (this.#byId.get(id) === known) this.#byId.delete(id)
  }
}

/** How often characters occur, by their number's last bits: too many at most, never too few in common. */
type Counts = Uint16Array
const BUCKETS = 32

function countsOf(characters: readonly number[]): Counts {
  const counts = new Uint16Array(BUCKETS)
  for (const character of characters) {
    const bucket = character % BUCKETS
    counts[bucket] = (counts[bucket] as number) + 1
  }
  return counts
}

/** No way of comparing finds more in common than how often characters occur allows. */
function highestRatio(a: Counts, b: Counts, [aLength, bLength]: readonly [number, number]): number {
  let common = 0
  for (let i = 0; i < BUCKETS; i++) common += Math.min(a[i] as number, b[i] as number)
  return aLength + bLength === 0 ? 1 : (2 * common) / (aLength + bLength)
}
