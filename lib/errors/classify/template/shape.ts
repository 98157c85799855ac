import type { Scan } from '#lib/errors/classify/template/scan.ts'

/** A piece of a message as grouping sees it (`key`) and as its template shows it. */
interface Part {
  key: string
  shown: string
}

/** What a variable is in keys; its template shows `<*>`. */
export const VALUE = '\u0001'
export const SHOWN = '<*>'

/** A blank-separated word of a key. */
export interface Word {
  readonly key: string
  readonly shown: readonly string[]
}

/** What a message is to the grouping: messages of equal keys are alike. */
export interface Shape {
  key: string
  words: Word[]
}

/** What belongs to the number before it, as a whole word; or a bracket that has its name, or none. */
const AFTER = new RegExp(
  '^ (?:\\((?:[\\w-]+(?:\\.[\\w-]+)+)?\\)(?!\\S)|(?:B|[KMGT]i?B|bytes?|kB|ms|s|secs?|seconds?|min|mins?|minutes?|hours?|us|ns|days?' +
    '|[ap]m|[AP]M|UTC|GMT|[ECMP][DS]T|CES?T)(?![\\w$\\u0080-\\uffff]|[./@-]+[\\w$\\u0080-\\uffff]))',
)
/** Between values of one list, range or stamp. */
const JOINT = /^(?:[-:,;#~]*\s?[@#]?|\|| \*{3,} )$/
const WEEKDAY =
  '(?:Sun(?:day)?|Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?)'
const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t|tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)'
/** What belongs to the number after it: `<1 sec`, `Sun Jul 10`. */
const BEFORE = new RegExp(`(?:(?<!\\S)<|(?<!\\w)(?:${WEEKDAY},? )?(?:${WEEKDAY}|${MONTH})[ -])$`)

/** Values that belong together become one, so that a list is one value however long it is. */
export function shapeOf(scan: Scan): Shape {
  const parts: Part[] = []
  let value = 0
  for (const text of scan.shapeText().split(VALUES)) {
    if (text === VARIABLE || text === WEAK) {
      addValue(parts, text === WEAK ? scan.textOf(value) : SHOWN)
      value++
    } else if (text) addText(parts, text)
  }
  const words = wordsOf(parts)
  return { key: words.map(({ key }) => key).join(' '), words }
}

/** How a shape has values; a group around the pattern keeps them when it is split. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: no text has these, which is why they are used
const VALUES = /([\u0001\u0002])/
const VARIABLE = '\u0001'
const WEAK = '\u0002'

function addValue(parts: Part[], value: string) {
  const taken = takeBefore(parts)
  parts.push({ key: VALUE, shown: taken + value })
  if (isValue(parts.at(-2))) join(parts, 2)
  else if (isValue(parts.at(-3)) && JOINT.test(parts.at(-2)?.key ?? '')) join(parts, 3)
}

/** Takes off the last text what belongs to the number that comes. */
function takeBefore(parts: Part[]): string {
  const text = parts.at(-1)
  const [taken = ''] = text && text.key !== VALUE ? (BEFORE.exec(text.key) ?? []) : []
  if (!text || !taken) return ''
  const rest = text.key.slice(0, -taken.length)
  parts.pop()
  if (rest) parts.push({ key: rest, shown: rest })
  return taken
}

function addText(parts: Part[], text: string) {
  const unit = isValue(parts.at(-1)) ? (AFTER.exec(text)?.[0] ?? '') : ''
  const rest = text.slice(unit.length)
  if (unit) {
    parts.push({ key: unit, shown: unit })
    join(parts, 2)
  }
  if (rest.startsWith(')') && parts.at(-2)?.key === ' (' && isValue(parts.at(-3))) {
    parts.push({ key: ')', shown: ')' })
    join(parts, 4)
    if (rest.length > 1) addText(parts, rest.slice(1))
  } else if (rest) parts.push({ key: rest, shown: rest })
}

const isValue = (part: Part | undefined) => part?.key === VALUE

function join(parts: Part[], count: number) {
  const shown = parts.splice(-count).map(part => part.shown)
  parts.push({ key: VALUE, shown: shown.join('') })
}

function wordsOf(parts: readonly Part[]): Word[] {
  const words = [{ key: '', shown: [] as string[] }]
  for (const { key, shown } of parts) {
    const texts = key === VALUE ? [shown] : key.split(' ')
    for (const [i, text] of texts.entries()) {
      if (i > 0) words.push({ key: '', shown: [] })
      const word = words.at(-1)
      if (!word || !text) continue
      word.key += key === VALUE ? VALUE : text
      word.shown.push(text)
    }
  }
  return words
}
