import type { DropReason as ErrorDropReason } from '#lib/errors/contract.ts'
import type { Point } from '#lib/metrics/totals/counted.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import type { Project, Protocol } from '#lib/projects/schema.ts'

/** By which way something came in. */
export type Input = Protocol | 'belfry'

/** Why an update was not counted. */
export type DropReason =
  | Exclude<ErrorDropReason, 'below_level'>
  /** before or after the times that the project counts */
  | 'out_of_window'
  /** a metric or a value of a filter more than the project may have */
  | 'too_many_series'

export type Outcome = 'accepted' | DropReason

/** An update without its value and time. */
export type Shape = Omit<MetricUpdate, 'value' | 'at'>

/** What values have in common, whatever their metric is called. */
export type Manner = Omit<Shape, 'name'>

export interface Meter {
  /** Counts a value that is countable (fit.ts) at a unix second. Answers why not, or null. */
  add(name: string, value: number, at: number): DropReason | null
}

/** Where all grammars of metrics end: limits, counting in memory, grouped writes. */
export interface MetricIntake {
  /**
   * For inputs that have an answer: resolves after the commit, with what became of each update, in order. A repeat of
   * `key` is counted once. Rejects with a UserError that says after how many seconds to come again:
   * `too_many` when the project's limits are reached, `unavailable` when the database is away.
   */
  accept(
    project: Project,
    input: Input,
    updates: readonly (MetricUpdate | Point)[],
    options?: { key?: string | undefined; bytes?: number },
  ): Promise<Outcome[]>
  /** For streams and datagrams, best effort; what is not taken is counted. Never throws. */
  offer(project: Project, input: Input, update: MetricUpdate, bytes: number): boolean
  /**
   * For streams that send thousands of values alike: what they have in common is looked at once. Null while the
   * project is not known yet; `offer` is there for those.
   */
  meter(project: Project, input: Input, manner: Manner): Meter | null
  /** Whether so many values may come in now; those that may not are counted as dropped. */
  admit(project: Project, input: Input, messages: number, bytes: number): boolean
  /** There while streams are not to be read, until it resolves. */
  room(): Promise<void> | undefined
  /** Counts what could not even become an update. */
  drop(project: Project, input: Input, reason: DropReason, count?: number): void
  /** Writes what is held and ends; what comes later is refused. */
  close(): Promise<void>
}
