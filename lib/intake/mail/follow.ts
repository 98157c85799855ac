import { setTimeout as delay } from 'node:timers/promises'
import { reasonOf, UserError } from '#lib/failures.ts'
import type { MailError } from '#lib/intake/mail/message.ts'
import type { MailStore, OpenMailStore, StoredMail } from '#lib/intake/mail/store.ts'

const WAIT_MS = { least: 1_000, most: 60_000 }

export interface MailFollower {
  /** Resolves when they are counted; rejects when that has to be tried again. */
  send(errors: MailError[]): Promise<void>
  /** hears of batches, mails that are not imported, and what is wrong */
  told(line: string): void
  signal: AbortSignal
}

/**
 * Imports the mail of a store, that which is there and that which comes, until the signal aborts. What is counted goes
 * only afterwards; a mail that is counted and could not be removed is known again by its Message-ID.
 * Throws a UserError when the store cannot be opened the first time.
 */
export async function followMail<Id>(
  open: OpenMailStore<Id>,
  { discard, ...follower }: MailFollower & { discard: boolean },
): Promise<void> {
  const { signal, told } = follower
  const passed = new Set<Id>()
  let hasOpened = false
  for (let waitMs = WAIT_MS.least; !signal.aborted; ) {
    let store: MailStore<Id> | undefined
    try {
      store = await open(passed).catch(error => {
        throw hasOpened ? new Error(reasonOf(error)) : error
      })
      if (discard && !hasOpened) await store.discard()
      hasOpened = true
      while (!signal.aborted) {
        if ((await importBatch(store, passed, follower)) === 0) await store.wait(signal)
        waitMs = WAIT_MS.least
      }
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof UserError) throw error
      told(`${reasonOf(error)}; again in ${waitMs / 1000} s`)
      await delay(waitMs, undefined, { signal }).catch(() => {})
      waitMs = Math.min(waitMs * 2, WAIT_MS.most)
    } finally {
      store?.close()
    }
  }
}

async function importBatch<Id>(
  store: MailStore<Id>,
  passed: Set<Id>,
  { send, told }: MailFollower,
): Promise<number> {
  const mails = await store.next()
  const errors = mails.filter(isImported)
  const others = mails.filter(mail => !isImported(mail))
  for (const { id, mail } of others) {
    passed.add(id)
    if ('reason' in mail) told(`mail ${id} is not imported: ${mail.reason}`)
  }

  if (errors.length > 0) await send(errors.map(({ mail }) => mail))
  await store.finish(errors.map(({ id }) => id))
  if (mails.length > 0) told(`imported: ${errors.length}, not imported: ${others.length}`)
  return mails.length
}

const isImported = <Id>(stored: StoredMail<Id>): stored is { id: Id; mail: MailError } =>
  'message' in stored.mail
