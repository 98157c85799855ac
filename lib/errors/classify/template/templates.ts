import { likeness, skeletonOf } from '#lib/errors/classify/template/likeness.ts'
import type { Word } from '#lib/errors/classify/template/shape.ts'

/** What a group was founded with; it decides for good what else belongs to it. */
export interface Founder<Group> {
  group: Group
  key: string
  words: readonly Word[]
}

export interface Found<Group> {
  group: Group
  /** how much of the words is the same, 0 to 1 */
  ratio: number
}

/** Of templates that differ only in names so many are compared; beyond them only equal ones are found. */
const COMPARED_MOST = 32

/**
 * The founders of a project's groups, in their order. A message belongs to the oldest that it is alike to: a later
 * one never takes what an earlier one would have taken, so nothing but the order decides.
 */
export class Templates<Group> {
  readonly #byKey = new Map<string, Group>()
  readonly #bySkeleton = new Map<string, Founder<Group>[]>()

  find(key: string, words: readonly Word[]): Found<Group> | undefined {
    const equal = this.#byKey.get(key)
    if (equal !== undefined) return { group: equal, ratio: 1 }
    for (const founder of this.#bySkeleton.get(skeletonOf(words)) ?? []) {
      const ratio = likeness(founder.words, words)
      if (ratio !== null) return { group: founder.group, ratio }
    }
    return undefined
  }

  add(founder: Founder<Group>): void {
    if (!this.#byKey.has(founder.key)) this.#byKey.set(founder.key, founder.group)
    const skeleton = skeletonOf(founder.words)
    const alike = this.#bySkeleton.get(skeleton)
    if (!alike) this.#bySkeleton.set(skeleton, [founder])
    else if (alike.length < COMPARED_MOST) alike.push(founder)
  }

  /** Takes back what was added last. */
  remove(founder: Founder<Group>): void {
    if (this.#byKey.get(founder.key) === founder.group) this.#byKey.delete(founder.key)
    const skeleton = skeletonOf(founder.words)
    const rest =
      this.#bySkeleton.get(skeleton)?.filter(other => other.group !== founder.group) ?? []
    if (rest.length > 0) this.#bySkeleton.set(skeleton, rest)
    else this.#bySkeleton.delete(skeleton)
  }
}
