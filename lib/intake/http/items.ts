import { reasonOf, UserError } from '#lib/failures.ts'
import { refuseHugeJson } from '#lib/intake/json-size.ts'

/** Items of one body; more are better sent in several. */
export const ITEMS_LIMIT = 10_000

/** One item of a body, or why it cannot be read. */
export type Item = { value: unknown } | { error: string }

/**
 * Takes a body apart: a JSON object, an array of them, or JSON lines; a line that cannot be read costs no other.
 * Throws a UserError for an empty body, too many items, and where nothing in it is JSON.
 */
export function itemsOf(body: Buffer): Item[] {
  const text = textOf(body)
  if (text?.trim() === '') throw new UserError('The body is empty.')

  const whole = text === null ? { error: NOT_UTF8 } : parsed(text, body)
  if ('value' in whole) return checked(Array.isArray(whole.value) ? values(whole.value) : [whole])

  const lines = linesOf(body).map(line => {
    const text = textOf(line)
    return text === null ? { error: NOT_UTF8 } : parsed(text, line)
  })
  if (lines.every(line => 'error' in line))
    throw new UserError(`The body is neither JSON nor JSON lines: ${whole.error}`)
  return checked(lines)
}

const NOT_UTF8 = 'is not UTF-8 text'

const values = (list: unknown[]): Item[] => list.map(value => ({ value }))

function parsed(text: string, bytes: Uint8Array): Item {
  try {
    refuseHugeJson(bytes)
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    return { error: reasonOf(error) }
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const LINE_FEED = 0x0a

/** Its lines that are not blank, one more than may be at most. */
function linesOf(body: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let start = 0; start < body.length && lines.length <= ITEMS_LIMIT; ) {
    const end = body.indexOf(LINE_FEED, start)
    const line = body.subarray(start, end < 0 ? body.length : end)
    if (!isBlank(line)) lines.push(line)
    start = end < 0 ? body.length : end + 1
  }
  return lines
}

const isBlank = (line: Buffer) =>
  line.every(byte => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))

/** Throws a UserError when there are too many. */
export function checked(items: Item[]): Item[] {
  if (items.length <= ITEMS_LIMIT) return items
  throw new UserError(`A body may have ${ITEMS_LIMIT} items; send the others in another one.`, {
    code: 'too_large',
  })
}
