/** As much of a message is looked at and kept as a group's first; what is beyond decides nothing. */
const READ_LENGTH = 8_192
const LINE_END = /\r\n|\r|\n/

/**
 * The one line that a message is known by: of several lines the first, of a text with indented lines (a stack trace)
 * also what it ends with, which names the error.
 */
export function headOf(message: string): string {
  const line = LINE_END.test(message) ? firstOf(message) : message
  return storable(line)
}

/** What a database column can hold. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

/** The beginning of a message as it is kept. */
export const beginningOf = (message: string): string => storable(message.slice(0, READ_LENGTH))

function firstOf(message: string): string {
  const lines = message
    .slice(0, READ_LENGTH)
    .split(LINE_END)
    .filter(line => /\S/.test(line))
  const [first = '', second = ''] = lines
  if (!/[A-Za-z]/.test(first)) return lines.join(' ')
  if (!lines.some(isIndented)) return first.endsWith(':') ? `${first} ${second}` : first
  const last = lines.findLast(line => !isIndented(line))
  return last === undefined || last === first ? first : `${first} ${last}`
}

const isIndented = (line: string) => line.startsWith(' ') || line.startsWith('\t')
