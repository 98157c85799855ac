import { UserError } from '#lib/failures.ts'

/** A value takes two bytes as JSON and up to a hundred in memory, and thousands of them a millisecond to read. */
const VALUES_LIMIT = 1_000_000
/** What reads it afterwards does so by recursion. */
const DEPTH_LIMIT = 200

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])

/**
 * Looks over JSON before it is parsed: a few megabytes of brackets would keep the whole process for seconds. Throws a
 * UserError when it has too many values or is nested too deeply; whether it is JSON at all is not its question.
 */
export function refuseHugeJson(bytes: Uint8Array): void {
  let values = 0
  let depth = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === QUOTE) at = endOfText(bytes, at)
    else if (byte === COMMA) values++
    else if (OPENING.has(byte)) {
      values++
      depth++
    } else if (CLOSING.has(byte)) depth--
    if (values > VALUES_LIMIT)
      throw new UserError(`The JSON has more than ${VALUES_LIMIT} values; send it in parts.`, {
        code: 'too_large',
      })
    if (depth > DEPTH_LIMIT)
      throw new UserError(`The JSON is nested more than ${DEPTH_LIMIT} levels deep.`)
  }
}

/** The position of the closing quote, or the end. */
function endOfText(bytes: Uint8Array, opening: number): number {
  let at = opening + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}
