const NESTING_LIMIT = 20
const MARKS_LIMIT = 2_000
const HEADINGS_LIMIT = 200

/** The beginning of a line that opens one quotation or list item within another, again and again. */
const NESTED = new RegExp(
  `^(?:[ \\t]*(?:>|(?:[-+*]|\\d{1,9}[.)])(?=[ \\t]))){${NESTING_LIMIT + 1}}`,
  'm',
)
const BETWEEN_PARAGRAPHS = /\n[ \t\r]*\n/
const MARKS = /[*_]/g
const UNDERLINES = /^ {0,3}=+[ \t\r]*$/gm

/**
 * Whether a text is markdown that nobody writes for others to read: it would take the parser seconds, in which a server
 * answers nobody else, or more of its stack than there is. Its cost grows with the square of these three.
 */
export const isIntricate = (text: string): boolean =>
  NESTED.test(text) ||
  countOf(text, UNDERLINES) > HEADINGS_LIMIT ||
  text.split(BETWEEN_PARAGRAPHS).some(paragraph => countOf(paragraph, MARKS) > MARKS_LIMIT)

const countOf = (text: string, sign: RegExp) => text.match(sign)?.length ?? 0
