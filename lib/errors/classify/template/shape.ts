import { type Scan, VARIABLE, WEAK } from '#lib/errors/classify/template/scan.ts'

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

const UNIT = /^(?:B|[KMGT]i?B|bytes?|kB|ms|s|secs?|seconds?|min|mins?|minutes?|hours?|us|ns|days?)$/
/** Between values of one list, range or stamp. */
const JOINT = /^(?:[-:,#]*\s?|\|)$/
/** Before a number that is a bound: `<1 sec`. */
const BOUND = /(?:^|\s)<$/

/** Values that belong together become one, so that a list is one value however long it is. */
export function shapeOf(scan: Scan): Shape {
  const parts: Part[] = []
  for (let i = 0; i < scan.count; i++) {
    parts.push(partOf(scan, i))
    joinTail(parts)
  }
  const words = wordsOf(parts)
  return { key: words.map(({ key }) => key).join(' '), words }
}

function partOf(scan: Scan, element: number): Part {
  const kind = scan.kinds[element]
  if (kind === VARIABLE) return { key: VALUE, shown: SHOWN }
  const text = scan.textOf(element)
  return { key: kind === WEAK ? VALUE : text, shown: text }
}

/** Joins what the last part has completed. */
function joinTail(parts: Part[]) {
  const last = parts.at(-1) as Part
  const before = parts.at(-2)
  if (!before) return
  if (last.key === VALUE) {
    if (BOUND.test(before.key)) takeBound(parts, before)
    if (isValue(parts.at(-3)) && JOINT.test(parts.at(-2)?.key ?? '')) join(parts, 3)
  } else if (before.key === ' ' && isValue(parts.at(-3)) && UNIT.test(last.key)) join(parts, 3)
  else if (last.key.startsWith(')') && isValue(before)) joinBracketed(parts, last)
}

const isValue = (part: Part | undefined) => part?.key === VALUE

function join(parts: Part[], count: number) {
  const shown = parts.splice(-count).map(part => part.shown)
  parts.push({ key: VALUE, shown: shown.join('') })
}

/** `<` goes to the number after it. */
function takeBound(parts: Part[], marks: Part) {
  const rest = marks.key.slice(0, -1)
  const value = parts.pop() as Part
  parts.pop()
  if (rest) parts.push({ key: rest, shown: rest })
  parts.push({ key: VALUE, shown: `<${value.shown}` })
}

/** `10 (5)` is one value. */
function joinBracketed(parts: Part[], closing: Part) {
  if (parts.at(-3)?.key !== ' (' || !isValue(parts.at(-4))) return
  const rest = closing.key.slice(1)
  parts.splice(-1, 1, { key: ')', shown: ')' })
  join(parts, 4)
  if (rest) parts.push({ key: rest, shown: rest })
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
