import type { ErrorEvent } from '#lib/errors/event.ts'
import type { Project, Protocol } from '#lib/projects/schema.ts'

/** By which way something came in; the first part of what the pages show as its input. */
export type Input = Protocol | 'belfry'

/** Why something that came in was not counted. */
export type DropReason =
  /** seen before, by its uid or its batch's key */
  | 'duplicate'
  /** less bad than the project counts */
  | 'below_level'
  /** the project's limits are reached */
  | 'rate_limited'
  /** this process holds as much as it may, since the database is slow or away */
  | 'overloaded'
  /** not readable as what its protocol says */
  | 'invalid'
  | 'too_large'
  /** an unknown or a missing key */
  | 'unauthorized'
  /** a protocol that the project does not allow, or a key of another project */
  | 'forbidden'
  /** the database did not take it */
  | 'refused'

/** What became of one event that was accepted. `ignored`: less bad than the project counts; `kept`: the same, but kept. */
export interface Receipt {
  status: 'accepted' | 'duplicate' | 'ignored' | 'kept'
}

/** Where all grammars of errors end: limits, classification, counting, grouped writes. */
export interface ErrorIntake {
  /**
   * For inputs that have an answer: resolves after the commit, a receipt for each event, in order. A repeat of an
   * event's `uid`, or of `key` for all of them, is counted once. Rejects with a UserError that says after how many
   * seconds to come again: `too_many` when the project's limits are reached, `unavailable` when the database is away.
   */
  accept(
    project: Project,
    input: Input,
    events: readonly ErrorEvent[],
    options?: { key?: string | undefined; bytes?: number },
  ): Promise<Receipt[]>
  /** For streams and datagrams, best effort; false when it was dropped, which is counted. Never throws. */
  offer(project: Project, input: Input, event: ErrorEvent, bytes?: number): boolean
  /** There while streams are not to be read, until it resolves. */
  room(): Promise<void> | undefined
  /** Counts what could not even become an event. */
  drop(project: Project, input: Input, reason: DropReason, count?: number): void
  /** Writes what is held and ends; what comes later is refused. */
  close(): Promise<void>
}
