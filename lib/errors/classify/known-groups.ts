import type { ClassifierName, ClassifySettings } from '#lib/errors/classify/contract.ts'
import { GroupIndex } from '#lib/errors/classify/group-index.ts'
import { KnownGroup, type Origin } from '#lib/errors/classify/known-group.ts'
import { beginningOf } from '#lib/errors/classify/template/head.ts'
import { readShape } from '#lib/errors/classify/template/read.ts'
import type { ErrorEvent } from '#lib/errors/event.ts'

const OVERFLOW_TEMPLATE = 'More signatures than this project may have: what belongs to none of them'

/** The groups of a project: those that are stored, in the order of their ids, and after them those founded here. */
export class KnownGroups {
  readonly index: GroupIndex
  readonly #order: readonly ClassifierName[]
  #unsaved: KnownGroup[] = []

  constructor(settings: ClassifySettings) {
    this.index = new GroupIndex(settings)
    this.#order = settings.classifiers
  }

  /** Founded here and not stored yet, in their order. */
  get unsaved(): readonly KnownGroup[] {
    return this.#unsaved
  }

  /** A new group for an event that is in none; the overflow group when there may be no more. */
  found(origin: Origin, { message, level, at }: ErrorEvent, senderKey: string | null): KnownGroup {
    if (this.index.isFull && this.index.overflow) return this.index.overflow
    const group = this.index.isFull ? overflowGroup() : newGroup(origin, message, senderKey)
    group.founding = { message: beginningOf(message), level, at }
    this.#add(group)
    return group
  }

  /**
   * Lets `learn` put groups that others have stored before those founded here, where all processes will have them.
   * What was founded here for the same is theirs from now on.
   */
  adopt(learn: () => void): void {
    const mine = this.#unsaved
    for (const group of mine.toReversed()) this.index.takeBack(group)
    learn()
    this.#unsaved = []
    for (const group of mine) this.#addOrJoin(group)
  }

  /** They have their signatures now. */
  saved(groups: ReadonlySet<KnownGroup>): void {
    this.#unsaved = this.#unsaved.filter(group => !groups.has(group))
  }

  #add(group: KnownGroup) {
    this.index.add(group, group.founding?.message ?? '')
    this.#unsaved.push(group)
  }

  #addOrJoin(group: KnownGroup) {
    const known = this.#knownFor(group)
    if (known) group.join(known)
    else if (!this.index.isFull || group.isOverflow) this.#add(group)
    else {
      const overflow = overflowGroup()
      overflow.founding = group.founding
      this.#add(overflow)
      group.join(overflow)
    }
  }

  #knownFor(group: KnownGroup): KnownGroup | undefined {
    const { index } = this
    const { senderKey, shape } = group.identity
    if (group.isOverflow) return index.overflow
    if (senderKey !== null) return index.bySender(senderKey) ?? this.#full()
    for (const name of this.#order) {
      const found =
        name === 'template'
          ? index.byShape(shape)
          : name === 'similarity' && index.byLikeness(group.founding?.message ?? '')
      if (found) return found.group
    }
    return this.#full()
  }

  #full(): KnownGroup | undefined {
    return this.index.isFull ? this.index.overflow : undefined
  }
}

function newGroup(origin: Origin, message: string, senderKey: string | null): KnownGroup {
  return new KnownGroup({ origin, senderKey, shape: readShape(message), threshold: null })
}

const overflowGroup = () => newGroup('overflow', OVERFLOW_TEMPLATE, null)
