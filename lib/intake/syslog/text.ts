import { isUtf8 } from 'node:buffer'

export const NOT_UTF8 = 'not UTF-8, read as Latin-1'
export const HAD_NUL = 'NUL characters are shown as ␀'

const BYTE_ORDER_MARK = '\uFEFF'
const TWO_BYTES = 0xc0
const CONTINUATION = 0x80

/** Bytes that may be anything as text that can be stored: UTF-8, or else Latin-1; what was amiss goes to `marks`. */
export function decode(bytes: Buffer, start: number, end: number, marks: string[]): string {
  const isText = isUtf8(bytes.subarray(start, end))
  const text = isText ? bytes.toString('utf8', start, end) : bytes.toString('latin1', start, end)
  if (!isText) mark(marks, NOT_UTF8)
  const whole = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  if (!whole.includes('\0')) return whole
  mark(marks, HAD_NUL)
  return whole.replaceAll('\0', '␀')
}

/** Says it once of a message. */
function mark(marks: string[], what: string) {
  if (!marks.includes(what)) marks.push(what)
}

/** Where to end a text that was cut, so that no half of a UTF-8 character stays. */
export function wholeCharacters(bytes: Buffer, start: number, end: number): number {
  const least = Math.max(start, end - 4)
  for (let at = end - 1; at >= least; at--) {
    const byte = bytes[at] as number
    if (byte < CONTINUATION) return end
    if (byte >= TWO_BYTES) return at + lengthFrom(byte) <= end ? end : at
  }
  return end
}

const lengthFrom = (first: number) => (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2)
