import type { Command } from 'commander'
import { type Destination, sendPatiently } from '#bin/destination.ts'
import { UserError } from '#lib/failures.ts'
import { followMail } from '#lib/intake/mail/follow.ts'
import { openImap } from '#lib/intake/mail/imap.ts'
import { openMaildir } from '#lib/intake/mail/maildir.ts'
import type { MailError } from '#lib/intake/mail/message.ts'

export interface MailOptions extends Destination {
  imap?: string
  maildir?: string
  mailbox: string
  keep?: boolean
  discard?: boolean
}

/** The options of `belfry follow` that are about mail; those of a destination come beside them. */
export const addMailOptions = (command: Command): Command =>
  command
    .option(
      '--imap <url>',
      'import the mail of a server: imaps://user:password@host; the password may also be in BELFRY_IMAP_PASSWORD',
    )
    .option('--maildir <folder>', 'import the mail of a folder in the form of Maildir')
    .option('--mailbox <name>', 'the mailbox of the server', 'INBOX')
    .option('--keep', 'mark mails as read instead of deleting them, and take only unread ones')
    .option('--discard', 'throw away all mail that is there at the start')

/** Imports mail as errors until the signal aborts: each is deleted once it is counted. */
export async function followMailbox(options: MailOptions, signal: AbortSignal): Promise<void> {
  const { imap, maildir: folder, mailbox, keep = false, discard = false } = options
  const say = (line: string) => void process.stdout.write(`${line}\n`)
  const follower = {
    send: (errors: MailError[]) => sendPatiently(errors, options, { say, signal }),
    told: say,
    signal,
    discard,
  }
  if (imap) {
    const url = imapUrl(imap)
    say(`Following ${mailbox} on ${url.host}.`)
    await followMail<number>(passed => openImap({ url, mailbox, keep }, passed), follower)
  } else if (folder) {
    say(`Following the mail in ${folder}.`)
    await followMail<string>(passed => openMaildir({ folder, keep }, passed), follower)
  }
}

function imapUrl(text: string): URL {
  const url = URL.parse(text)
  if (url && /^imaps?:$/.test(url.protocol) && url.hostname && url.username) {
    url.password ||= encodeURIComponent(process.env.BELFRY_IMAP_PASSWORD ?? '')
    return url
  }
  throw new UserError('--imap is to be like imaps://user:password@mail.example.com.')
}
