import { createHash } from 'node:crypto'
import PostalMime, { type Address, type Email } from 'postal-mime'
import { MISSING, messageOfBody } from '#lib/intake/mail/body.ts'
import { storable } from '#lib/intake/untrusted.ts'

const NAME_LIMIT = 200
const HTML_LIMIT = 256 * 1024

/** A mail as an error, in the form of `POST /errors`. */
export interface MailError {
  message: string
  /** when it was sent, ISO 8601 */
  at?: string
  /** the one that handed it in, by the oldest `Received` */
  host: string
  program: 'mail'
  /** the same for every copy of it */
  uid: string
  extra: { subject: string; from: string }
}

/** Why a mail is not imported. */
export type NotImported = { reason: string }

/** Reads a mail (RFC 5322, MIME). Of one that was cut off, as much as there is. */
export async function readMail(source: Uint8Array): Promise<MailError | NotImported> {
  const mail = source.length > 0 && (await parsed(source))
  if (!mail) return { reason: 'it cannot be read' }
  const message = messageOfBody((mail.text ?? textOfHtml(mail.html ?? '')).replace(/\r?\n$/, ''))
  if (message === undefined) return { reason: 'its body has 10000 characters or more' }

  const at = mail.date && !Number.isNaN(Date.parse(mail.date)) ? { at: mail.date } : {}
  return {
    message: storable(message),
    ...at,
    host: hostOf(mail),
    program: 'mail',
    uid: mail.messageId?.trim() || createHash('sha256').update(source).digest('hex'),
    extra: {
      subject: storable(mail.subject?.trim() || MISSING, NAME_LIMIT),
      from: storable(addressOf(mail.from) || MISSING, NAME_LIMIT),
    },
  }
}

/** Parts and headers beyond all measure are no mail. */
const parsed = (source: Uint8Array): Promise<Email | undefined> =>
  PostalMime.parse(source, { attachmentEncoding: 'arraybuffer' }).catch(() => undefined)

/** Every server on the way puts its own `Received` above the others (RFC 5321, section 4.4). */
function hostOf({ headers }: Email): string {
  const received = headers.findLast(({ key }) => key === 'received')?.value ?? ''
  const [, host = MISSING] = /^from\s+\[?([^\s\][;()]+)/i.exec(received) ?? []
  return storable(host, NAME_LIMIT)
}

const addressOf = (from: Address | undefined): string => from?.address ?? from?.name ?? ''

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', nbsp: ' ', amp: '&' }

function textOfHtml(html: string): string {
  return html
    .slice(0, HTML_LIMIT)
    .replace(/<(?:br|\/p|\/div|\/tr|\/li)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(lt|gt|quot|nbsp|amp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .trim()
}
