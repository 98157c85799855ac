import type { DropReason as ErrorDropReason } from '#lib/errors/contract.ts'
import type { Event } from '#lib/events/event.ts'
import type { Project, Protocol } from '#lib/projects/schema.ts'

/** By which way something came in. */
export type Input = Protocol | 'belfry'

/** Why an event was not taken. */
export type DropReason =
  | Exclude<ErrorDropReason, 'below_level'>
  /** ended before or after the times that the project takes */
  | 'out_of_window'
  /** a type or a host more than a project may have */
  | 'too_many_names'
  /** on BlueOx's wire: another version, not two frames, a first one that is too short or too long, a second that is no map */
  | 'unknown_version'
  | 'wrong_frames'
  | 'wrong_length'
  | 'not_msgpack'
  /** the project's rules do not keep it */
  | 'sampled_out'
  /** a notification of a type that no event definition takes, or of which nothing is left */
  | 'no_definition'
  | 'no_traits'

export type Outcome = 'accepted' | DropReason

export type StoredListener = (project: Project, events: readonly Event[]) => void

/** Where all grammars of events end: limits, rules, grouped writes. */
export interface EventIntake {
  /**
   * For inputs that have an answer: resolves after the commit, with what became of each event, in order. A repeat of
   * `key` is taken once. Rejects with a UserError that says after how many seconds to come again:
   * `too_many` when the project's limits are reached, `unavailable` when the database is away.
   */
  accept(
    project: Project,
    input: Input,
    events: readonly Event[],
    options?: { key?: string | undefined; bytes?: number },
  ): Promise<Outcome[]>
  /** For streams, best effort; what is not taken is counted. Never throws. */
  offer(project: Project, input: Input, event: Event, bytes: number): boolean
  /** There while streams are not to be read, until it resolves. */
  room(): Promise<void> | undefined
  /** Counts what could not even become an event. */
  drop(project: Project, input: Input, reason: DropReason, count?: number): void
  /** Tells of the events of a project that were stored, after the commit; answers how to stop. What it throws is logged. */
  onStored(listener: StoredListener): () => void
  /** Writes what is held and ends; what comes later is refused. */
  close(): Promise<void>
}
