import type { MailError, NotImported } from '#lib/intake/mail/message.ts'

/** Mails that are read before what they say is sent. */
export const BATCH = 1_000
/** Of a mail, attachments included; its text stands at its beginning. */
export const SOURCE_LIMIT = 1024 * 1024

/** Opens a place of mail; what is in `passed` stays where it is. */
export type OpenMailStore<Id> = (passed: ReadonlySet<Id>) => Promise<MailStore<Id>>

export interface StoredMail<Id> {
  id: Id
  mail: MailError | NotImported
}

/** Where mail lies: a mailbox of a server, a folder. What breaks it needs a new one. */
export interface MailStore<Id> {
  /** The next mails, at most a batch, without those that are to be passed over. */
  next(): Promise<StoredMail<Id>[]>
  /** They are counted: they go, or are marked as read where mail is kept. */
  finish(ids: Id[]): Promise<void>
  /** Throws away everything that is there. */
  discard(): Promise<void>
  /** Resolves when something may have come, or the signal aborts. */
  wait(signal: AbortSignal): Promise<void>
  close(): void
}
