import type {
  ClassifierName,
  ClassifySettings,
  Group,
  Verdict,
} from '#lib/errors/classify/contract.ts'
import type { KnownGroup } from '#lib/errors/classify/known-group.ts'
import { KnownGroups } from '#lib/errors/classify/known-groups.ts'
import { Rules } from '#lib/errors/classify/rules/rules.ts'
import { type OwnGrouping, ownGrouping } from '#lib/errors/classify/sender-grouping.ts'
import { ShapeCache } from '#lib/errors/classify/template/cache.ts'
import { beginningOf } from '#lib/errors/classify/template/head.ts'
import { readMessage } from '#lib/errors/classify/template/read.ts'
import { Scan } from '#lib/errors/classify/template/scan.ts'
import { shapeOf } from '#lib/errors/classify/template/shape.ts'
import type { Found } from '#lib/errors/classify/template/templates.ts'
import type { ErrorEvent } from '#lib/errors/event.ts'

/**
 * Sorts the events of one project into groups, in memory. Groups are only ever added, and what is found depends on
 * nothing but their order: processes that know the same groups say the same, and a cache may forget at any time.
 */
export class Classifier {
  /** what `readLine` found */
  seen: Group | undefined
  readonly #order: readonly ClassifierName[]
  readonly #groups: KnownGroups
  readonly #rules = new Rules<KnownGroup>()
  readonly #scan = new Scan()
  readonly #cache: ShapeCache<Found<KnownGroup>> | undefined

  constructor(settings: ClassifySettings, { isCached = true } = {}) {
    // What no rule takes has to go somewhere.
    const isOnlyRules = settings.classifiers.every(name => name === 'rules')
    this.#order = isOnlyRules ? [...settings.classifiers, 'template'] : settings.classifiers
    this.#groups = new KnownGroups({ ...settings, classifiers: this.#order })
    this.#cache = isCached ? new ShapeCache() : undefined
  }

  /** Founded here and not stored yet, in their order. */
  get unsaved(): readonly KnownGroup[] {
    return this.#groups.unsaved
  }

  classify(event: ErrorEvent): Verdict {
    const own = ownGrouping(event)
    for (const name of this.#order) {
      if (own && name !== 'rules') break
      const verdict = this.#by(name, event.message)
      if (verdict) return verdict
    }
    return own ? this.#bySender(own, event) : this.#new(event)
  }

  /**
   * Reads the line in UTF-8 that begins at `from`, with a line feed at `last` or before it, and answers where it ended.
   * Its group is `seen`, without making a string of it, if its shape was seen before; else it takes `classify` to say.
   */
  readLine(bytes: Buffer, from: number, last: number): number {
    const end = this.#scan.readLine(bytes, from, last)
    const isKnown = this.#isByTemplateFirst && this.#scan.isOneLine
    this.seen = isKnown ? this.#cache?.get(this.#scan)?.group : undefined
    return end
  }

  get #isByTemplateFirst(): boolean {
    const [first, second] = this.#order
    return first === 'template' || (second === 'template' && this.#rules.isEmpty)
  }

  /** A stored group with its first message; to be called in the order of their ids. */
  learn(group: KnownGroup, text: string, regex: string | null): void {
    if (regex) this.#rules.add(group, regex)
    this.#groups.index.add(group, text)
  }

  /** Has `learn` called for what others have stored, which goes before what was founded here. */
  adopt(learn: () => void): void {
    this.#groups.adopt(learn)
    this.#cache?.clear()
  }

  /** They have their signatures now. */
  saved(groups: ReadonlySet<KnownGroup>): void {
    this.#groups.saved(groups)
  }

  #by(name: ClassifierName, message: string): Verdict | undefined {
    if (name === 'rules') return this.#byRules(message)
    return name === 'template' ? this.#byTemplate(message) : this.#bySimilarity(message)
  }

  #byRules(message: string): Verdict | undefined {
    if (this.#rules.isEmpty) return undefined
    const found = this.#rules.find(beginningOf(message))
    return found && { group: found.group, by: 'rules', ratio: null, matched: found.source }
  }

  #byTemplate(message: string): Verdict | undefined {
    const scan = this.#scan
    readMessage(scan, message)
    const found = this.#cache?.get(scan) ?? this.#byShape(scan)
    if (!found) return undefined
    const { group, ratio } = found
    return { group, by: 'template', ratio, matched: group.template }
  }

  #byShape(scan: Scan): Found<KnownGroup> | undefined {
    const shape = shapeOf(scan)
    const found = this.#groups.index.byShape(shape)
    if (!found) return undefined
    found.group.learn(shape.words)
    this.#cache?.set(scan, found)
    return found
  }

  #bySimilarity(message: string): Verdict | undefined {
    const found = this.#groups.index.byLikeness(beginningOf(message))
    if (!found) return undefined
    const { group, ratio, text } = found
    return { group, by: 'similarity', ratio, matched: text }
  }

  #bySender({ by, key, matched }: OwnGrouping, event: ErrorEvent): Verdict {
    const group = this.#groups.index.bySender(key) ?? this.#groups.found(by, event, key)
    return group.isOverflow ? overflowing(group) : { group, by, ratio: null, matched }
  }

  #new(event: ErrorEvent): Verdict {
    const by = this.#order.includes('template') ? 'template' : 'similarity'
    const group = this.#groups.found(by, event, null)
    return group.isOverflow ? overflowing(group) : { group, by, ratio: 1, matched: group.template }
  }
}

const overflowing = (group: KnownGroup): Verdict => ({
  group,
  by: 'overflow',
  ratio: null,
  matched: group.template,
})
