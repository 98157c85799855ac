import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { type FetchMessageObject, ImapFlow, type ImapFlowError } from 'imapflow'
import { UserError } from '#lib/failures.ts'
import { readMail } from '#lib/intake/mail/message.ts'
import { BATCH, type MailStore, SOURCE_LIMIT, type StoredMail } from '#lib/intake/mail/store.ts'

/** How often a server is asked that cannot tell by itself that mail came. */
const ASKED_EVERY_MS = 30_000
const CONNECT_LIMIT_MS = 15_000
const ANSWER_LIMIT_MS = 60_000
const byUid = { uid: true }

export interface ImapOptions {
  /** `imaps://user:password@host:port`; with `imap:` TLS is used where the server offers it */
  url: URL
  mailbox: string
  /** mails are marked as read instead of deleted, and only unread ones are taken */
  keep: boolean
}

/** Opens a mailbox by its UIDs. Throws a UserError when the credentials or the mailbox are wrong. */
export async function openImap(
  { url, mailbox, keep }: ImapOptions,
  passed: ReadonlySet<number>,
): Promise<MailStore<number>> {
  const client = clientOf(url)
  // What breaks the connection comes with the command that fails.
  client.on('error', () => {})

  try {
    await client.connect()
    await client.mailboxOpen(mailbox)
  } catch (error) {
    client.close()
    throw openingError(error as ImapFlowError, mailbox)
  }

  return {
    async next() {
      const found = await client.search(keep ? { seen: false } : { all: true }, byUid)
      const uids = (found || []).filter(uid => !passed.has(uid)).slice(0, BATCH)
      return uids.length > 0 ? read(client, uids) : []
    },
    async finish(uids) {
      if (uids.length === 0) return
      const isDone = keep
        ? await client.messageFlagsAdd(uids, ['\\Seen'], byUid)
        : await client.messageDelete(uids, byUid)
      // Read again at once, they would keep both sides busy for ever.
      if (!isDone) throw new Error(`the mail server does not ${keep ? 'mark' : 'delete'} mails`)
    },
    async discard() {
      const all = await client.search({ all: true }, byUid)
      if (all && all.length > 0) await client.messageDelete(all, byUid)
    },
    async wait(signal) {
      const woken = AbortSignal.any([signal, AbortSignal.timeout(ASKED_EVERY_MS)])
      // IDLE goes on until the next command.
      const idling = client.idle()
      idling.catch(() => {})
      await Promise.race([
        once(client, 'exists', { signal: woken }),
        once(client, 'close', { signal: woken }),
        idling.then(() => delay(ASKED_EVERY_MS, undefined, { signal: woken })),
      ]).catch(error => {
        if (!woken.aborted) throw error
      })
    },
    close: () => client.close(),
  }
}

function clientOf(url: URL): ImapFlow {
  const secure = url.protocol === 'imaps:'
  return new ImapFlow({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    auth: { user: decoded(url.username), pass: decoded(url.password) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_LIMIT_MS,
    socketTimeout: ANSWER_LIMIT_MS,
  })
}

/** A part of an address may be percent-encoded, and then a `%` has to be. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Small mails together, and of each large one the beginning. */
async function read(client: ImapFlow, uids: number[]): Promise<StoredMail<number>[]> {
  const mails: StoredMail<number>[] = []
  const add = async ({ uid, source }: FetchMessageObject) =>
    mails.push({ id: uid, mail: await readMail(source ?? new Uint8Array()) })

  const sizes = await client.fetchAll(uids, { uid: true, size: true }, byUid)
  const isSmall = ({ size = 0 }: FetchMessageObject) => size <= SOURCE_LIMIT
  const small = sizes.filter(isSmall).map(({ uid }) => uid)
  const large = sizes.filter(mail => !isSmall(mail)).map(({ uid }) => uid)
  const beginning = { uid: true, source: { start: 0, maxLength: SOURCE_LIMIT } }
  if (small.length > 0)
    for await (const mail of client.fetch(small, { uid: true, source: true }, byUid))
      await add(mail)
  for (const uid of large) {
    const mail = await client.fetchOne(String(uid), beginning, byUid)
    if (mail) await add(mail)
  }
  return mails
}

function openingError(error: ImapFlowError, mailbox: string): Error {
  if (error.authenticationFailed)
    return new UserError('The mail server does not accept the user and password.')
  if (error.mailboxMissing || error.responseStatus)
    return new UserError(`The mailbox ${mailbox} cannot be opened: ${error.responseText}.`)
  return error
}
