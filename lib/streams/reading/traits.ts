import { UserError } from '#lib/failures.ts'
import { isoOf, microsOf } from '#lib/streams/timex/iso.ts'

/** A distinguishing trait with the value that it has, as people write it. */
export interface AskedTrait {
  name: string
  value: string
}

const PAIR = /\s*([^:;]+?)\s*:\s*("(?:[^"\\]|\\.)*"|[^;]*?)\s*(?:;|$)/y
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i
const FORM = 'is written `name:value`, several with `;` between them'
/** Each is one more condition on the rows. */
const MOST_PAIRS = 20

/**
 * Reads `order:4711; region:eu`; values that hold a semicolon stand in double quotes, as in JSON.
 * Throws a UserError for the field `distinguishing_traits`.
 */
export function readTraits(text: string): AskedTrait[] {
  const asked: AskedTrait[] = []
  PAIR.lastIndex = 0
  while (PAIR.lastIndex < text.length) {
    if (/^[\s;]*$/.test(text.slice(PAIR.lastIndex))) break
    const [, name, value] = PAIR.exec(text) ?? []
    if (name === undefined || value === undefined || asked.length === MOST_PAIRS) throw badTraits()
    asked.push({ name, value: unquoted(value) })
  }
  return asked
}

/** What is stored for a value that is written so: its text, or the number, the time or the range that it may stand for. */
export function storedForms(text: string): unknown[] {
  const forms: unknown[] = [text]
  if (NUMBER.test(text) && Number.isFinite(Number(text))) forms.push(Number(text))
  if (text === 'true' || text === 'false') forms.push(text === 'true')
  const [begin, end, ...more] = text.split('/').map(storedTime)
  if (begin && end === undefined) forms.push({ datetime: begin })
  if (begin && end && more.length === 0) forms.push({ begin, end })
  return forms
}

function storedTime(text: string): string | undefined {
  const at = microsOf(text)
  return at === null ? undefined : isoOf(at)
}

function unquoted(value: string): string {
  if (!/^".*"$/s.test(value)) return value
  try {
    return JSON.parse(value) as string
  } catch {
    throw badTraits()
  }
}

const badTraits = () =>
  new UserError(`distinguishing_traits: ${FORM}`, { fields: { distinguishing_traits: FORM } })
