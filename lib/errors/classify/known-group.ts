import type { Group } from '#lib/errors/classify/contract.ts'
import type { Shape, Word } from '#lib/errors/classify/template/shape.ts'
import { generalise, templateText } from '#lib/errors/classify/template/shown.ts'

/** `rule`: split off by a person; only its rule takes messages. */
export type Origin = 'template' | 'similarity' | 'exception' | 'fingerprint' | 'rule' | 'overflow'

/** The first event of a group, until the group is stored. */
export interface Founding {
  message: string
  level: number
  at: number
}

/** What a group is found by. */
export interface Identity {
  origin: Origin
  /** of the sender's own grouping */
  senderKey: string | null
  /** of its first message; it never changes */
  shape: Shape
  /** its own for `similarity` */
  threshold: number | null
}

/** A group with what it takes to find, show and store it. */
export class KnownGroup implements Group {
  readonly identity: Identity
  signatureId: number | null = null
  /** the template as it is stored */
  storedTemplate: string | null = null
  founding: Founding | null = null
  /** the group that another process has stored for the same */
  same: KnownGroup | undefined
  #shown: readonly Word[]
  #template: string | undefined

  constructor(identity: Identity, shown: readonly Word[] = identity.shape.words) {
    this.identity = identity
    this.#shown = shown
  }

  get template(): string {
    this.#template ??= templateText(this.#shown)
    return this.#template
  }

  /** Makes variables of what is different in another message of this group. */
  learn(words: readonly Word[]): void {
    const shown = generalise(this.#shown, words)
    if (shown === this.#shown) return
    this.#shown = shown
    this.#template = undefined
  }

  get isOverflow(): boolean {
    return this.identity.origin === 'overflow'
  }

  /** Another process was the first to store what this one is. */
  join(known: KnownGroup): void {
    this.same = known
    if (!known.isOverflow) known.learn(this.identity.shape.words)
  }

  /** Itself, or the one that was stored for the same. */
  resolved(): KnownGroup {
    return this.same?.resolved() ?? this
  }
}
