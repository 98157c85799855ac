import type { Input } from '#lib/events/intake/contract.ts'
import type { FieldErrors } from '#lib/failures.ts'
import type { Project } from '#lib/projects/schema.ts'
import type { Notification } from '#lib/streams/distiller/notification.ts'

/** What became of a notification: `accepted`, or why its event was not taken; what is wrong about it where it is `invalid`. */
export interface Receipt {
  status: string
  error?: string
  fields?: FieldErrors
}

/** Where notifications end: as events of their project. */
export interface NotificationIntake {
  /**
   * Resolves after the commit, with what became of each, in order. A repeat of `key` is taken once.
   * Rejects with a UserError that says after how many seconds to come again.
   */
  accept(
    project: Project,
    input: Input,
    notifications: readonly Notification[],
    options?: { key?: string | undefined; bytes?: number },
  ): Promise<Receipt[]>
  /** Counts what could not be read at all. */
  drop(project: Project, input: Input, reason: 'invalid', count: number): void
}
