import type { PoolClient } from 'pg'
import type { ErrorEvent } from '#lib/errors/event.ts'

export const CLASSIFIERS = ['rules', 'similarity', 'template'] as const
export type ClassifierName = (typeof CLASSIFIERS)[number]

/** A signature as a classifying process knows it: the same object for as long as the process lives. */
export interface Group {
  /** what the group shows as its text now; variables as `<*>` */
  readonly template: string
}

/** Where an event belongs, and why. */
export interface Verdict {
  group: Group
  /** `exception` and `fingerprint` are the sender's own grouping and go before the classifiers */
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
   */
  save(client: PoolClient): Promise<Saved>
}

export interface Saved {
  /** the signature's id; asks for any group that `classify` ever returned */
  signatureOf(group: Group): number
  confirm(): void
}
