import { UserError } from '#lib/failures.ts'
import { type Fields, isFields, jsonOf } from '#lib/intake/untrusted.ts'

/** SDKs send one event with a few attachments; nobody's envelope has more items. */
const ITEMS_LIMIT = 1_000
const HEADER_LIMIT = 64 * 1024
const NEWLINE = 0x0a

export interface Envelope {
  header: Fields
  items: EnvelopeItem[]
}

export interface EnvelopeItem {
  type: string
  /** the bytes as they came, not copied */
  payload: Buffer
}

/**
 * Takes an envelope apart (develop.sentry.dev/sdk/data-model/envelopes): a line of headers, then for each item a line
 * of headers and its payload, which is as long as the item says or else ends with the line.
 * Throws a UserError that names the item at fault.
 */
export function readEnvelope(bytes: Buffer): Envelope {
  const first = lineAt(bytes, 0)
  const header = headersOf(first.line, 'The envelope')
  const items: EnvelopeItem[] = []

  for (let at = skipNewlines(bytes, first.next); at < bytes.length; at = skipNewlines(bytes, at)) {
    if (items.length >= ITEMS_LIMIT)
      throw new UserError(`The envelope has more than ${ITEMS_LIMIT} items.`, { code: 'too_large' })
    const name = `Item ${items.length + 1} of the envelope`
    const line = lineAt(bytes, at)
    const { type, length } = headersOf(line.line, name)
    if (typeof type !== 'string') throw new UserError(`${name} has no "type".`)
    const end = payloadEnd(bytes, line.next, length, name)
    items.push({ type, payload: bytes.subarray(line.next, end) })
    at = end
  }
  return { header, items }
}

/** Its first line only. Throws the same. */
export const readEnvelopeHeader = (bytes: Buffer): Fields =>
  headersOf(lineAt(bytes, 0).line, 'The envelope')

function lineAt(bytes: Buffer, start: number) {
  const newline = bytes.indexOf(NEWLINE, start)
  const end = newline < 0 ? bytes.length : newline
  return { line: bytes.subarray(start, end), next: Math.min(end + 1, bytes.length) }
}

function headersOf(line: Buffer, what: string): Fields {
  if (line.length > HEADER_LIMIT)
    throw new UserError(`${what} has a line of headers of more than ${HEADER_LIMIT} bytes.`)
  const headers = jsonOf(line.toString())
  if (!isFields(headers)) throw new UserError(`${what} has headers that are no JSON object.`)
  return headers
}

function payloadEnd(bytes: Buffer, start: number, length: unknown, name: string): number {
  if (length === undefined || length === null) {
    const newline = bytes.indexOf(NEWLINE, start)
    return newline < 0 ? bytes.length : newline
  }
  if (!Number.isSafeInteger(length) || (length as number) < 0)
    throw new UserError(`${name} has a "length" that is no number of bytes.`)

  const end = start + (length as number)
  if (end > bytes.length)
    throw new UserError(
      `${name} is cut off: it is said to have ${length} bytes, but ${bytes.length - start} came.`,
    )
  if (end < bytes.length && bytes[end] !== NEWLINE)
    throw new UserError(`${name} goes on after the ${length} bytes that it is said to have.`)
  return end
}

function skipNewlines(bytes: Buffer, start: number): number {
  let at = start
  while (bytes[at] === NEWLINE) at++
  return at
}
