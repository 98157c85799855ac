import type { ClassifySettings } from '#lib/errors/classify/contract.ts'
import type { KnownGroup } from '#lib/errors/classify/known-group.ts'
import { type Likest, Similar } from '#lib/errors/classify/similarity/similar.ts'
import type { Shape } from '#lib/errors/classify/template/shape.ts'
import { type Found, Templates } from '#lib/errors/classify/template/templates.ts'

/** The groups of one project in their order, by everything that they are found by. */
export class GroupIndex {
  readonly #most: number
  readonly #templates = new Templates<KnownGroup>()
  readonly #similar: Similar<KnownGroup> | undefined
  readonly #bySender = new Map<string, KnownGroup>()
  #count = 0
  /** takes what would be a group too many */
  overflow: KnownGroup | undefined

  constructor({ classifiers, signatures, threshold }: ClassifySettings) {
    this.#most = signatures
    if (classifiers.includes('similarity')) this.#similar = new Similar(threshold)
  }

  get isFull(): boolean {
    return this.#count >= this.#most
  }

  byShape(shape: Shape): Found<KnownGroup> | undefined {
    return this.#templates.find(shape.key, shape.words)
  }

  byLikeness(text: string): Likest<KnownGroup> | undefined {
    return this.#similar?.find(text)
  }

  bySender(key: string): KnownGroup | undefined {
    return this.#bySender.get(key)
  }

  /** `text` is the group's first message. */
  add(group: KnownGroup, text: string): void {
    const { origin, senderKey, shape, threshold } = group.identity
    if (origin === 'overflow') {
      this.overflow ??= group
      return
    }
    this.#count++
    if (origin === 'rule') return
    if (senderKey === null) {
      this.#templates.add({ group, ...shape })
      this.#similar?.add(group, text, threshold)
    } else if (!this.#bySender.has(senderKey)) this.#bySender.set(senderKey, group)
  }

  /** Takes back the group that was added last. */
  takeBack(group: KnownGroup): void {
    const { origin, senderKey, shape } = group.identity
    if (origin === 'overflow') {
      this.overflow = undefined
      return
    }
    this.#count--
    if (senderKey === null) {
      this.#templates.remove({ group, ...shape })
      this.#similar?.removeLast()
    } else this.#bySender.delete(senderKey)
  }
}
