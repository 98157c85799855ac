import type { PoolClient } from 'pg'
import type { ErrorEvent } from '#lib/errors/event.ts'

export const CLASSIFIERS = ['rules', 'similarity', 'template'] as const
export type ClassifierName = (typeof CLASSIFIERS)[number]

/** What decides in one project; part of the project's settings and limits. */
export interface ClassifySettings {
  /** asked in this order; the first that knows the message decides */
  classifiers: readonly ClassifierName[]
  /** how alike two messages are to be for `similarity`, 0 to 1, before it is raised by the method's level */
  threshold: number
  /** what would be one signature more goes into the overflow group */
  signatures: number
}

export const DEFAULT_SETTINGS: ClassifySettings = {
  classifiers: ['rules', 'template'],
  threshold: 0.5,
  signatures: 10_000,
}

/** A signature as a classifying process knows it: the same object for as long as its classification is open. */
export interface Group {
  /** what the group shows as its text now; variables as `<*>` */
  readonly template: string
  /** null until it was saved */
  readonly signatureId: number | null
}

/** Where an event belongs, and why. */
export interface Verdict {
  group: Group
  /** `exception` and `fingerprint` are the sender's own grouping: after the rules, before the other classifiers */
  by: ClassifierName | 'exception' | 'fingerprint' | 'overflow'
  /** how alike the message and the group's text are, 0 to 1; null where that is not how it was found */
  ratio: number | null
  /** the template, the rule's expression or the text that took it */
  matched: string
}

/** The groups of one project, in memory; what is new in it is saved together with the counts. */
export interface Classification {
  /** Never throws, never waits. What is in no group yet makes one. */
  classify(event: ErrorEvent): Verdict
  /**
   * Inside the caller's transaction: takes over what other processes have found, stores what is new here, and gives
   * every group its signature. `confirm` after the commit; without it the next call begins anew.
   * It may take a lock of the project until the transaction ends: of several projects, save in the order of their ids,
   * and before any signature's row is changed.
   */
  save(client: PoolClient): Promise<Saved>
}

export interface Saved {
  /** the signature's id; asks for any group that `classify` returned before `save` was called */
  signatureOf(group: Group): number
  /** the template where it has become more general since it was stored, to be written with the signature's counts; else null */
  newTemplateOf(group: Group): string | null
  confirm(): void
}
