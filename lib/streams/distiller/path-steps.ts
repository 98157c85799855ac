import { UserError } from '#lib/failures.ts'

/** What one step of a path goes to: keys, places in lists, or what RFC 9535 calls a wildcard or a slice. */
export interface Step {
  keys: (string | number | { selector: string })[]
  /** at any depth */
  isDeep: boolean
}

const LIMITS = { length: 500, alternatives: 20, steps: 50 }
/** A second one would look at everything below everything. */
const DEEP_LIMIT = 1

const BLANKS = /\s*/y
const KEY = /[\p{L}\p{N}_@][\p{L}\p{N}_@-]*/uy
const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/suy
/** of RFC 9535, without steps */
const SLICE = /-?\d*\s*:\s*-?\d*/y
const INDEX = /-?\d{1,9}(?=\s*[,\]])/y

/** The alternatives of a path. Throws a UserError that says at which character it is wrong. */
export function stepsOf(text: string): Step[][] {
  if (text.length > LIMITS.length) throw new UserError(`has more than ${LIMITS.length} characters`)
  const reader = readerOf(text)
  const alternatives: Step[][] = []
  do alternatives.push(readAlternative(reader))
  while (reader.took('|'))
  if (!reader.isAtEnd()) throw reader.mistake('is not understood here')
  if (alternatives.length > LIMITS.alternatives)
    throw new UserError(`has more than ${LIMITS.alternatives} alternatives`)
  return alternatives
}

type Reader = ReturnType<typeof readerOf>

/** Takes a text apart; blanks between its signs don't count. */
function readerOf(text: string) {
  let at = 0

  function match(pattern: RegExp): RegExpExecArray | null {
    skipBlanks()
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at = pattern.lastIndex
    return found
  }

  function skipBlanks() {
    BLANKS.lastIndex = at
    BLANKS.exec(text)
    at = BLANKS.lastIndex
  }

  return {
    match,
    took(sign: string): boolean {
      skipBlanks()
      if (!text.startsWith(sign, at)) return false
      at += sign.length
      return true
    },
    isAtEnd(): boolean {
      skipBlanks()
      return at === text.length
    },
    mistake(problem: string): UserError {
      const [sign] = text.slice(at)
      const where = sign === undefined ? 'the end' : `“${sign}” (character ${at + 1})`
      return new UserError(`${where} ${problem}`)
    },
  }
}

function readAlternative(reader: Reader): Step[] {
  const steps: Step[] = []
  // The root, and a dot after it or before a bracket, may be left out.
  const isRooted = reader.took('$')
  if (!isRooted) steps.push(readStep(reader, reader.took('..')))
  for (;;) {
    if (reader.took('..')) steps.push(readStep(reader, true))
    else if (reader.took('.')) steps.push(readStep(reader, false))
    else if (reader.took('[')) steps.push({ keys: readBracket(reader), isDeep: false })
    else break
  }
  if (steps.length > LIMITS.steps) throw new UserError(`has more than ${LIMITS.steps} steps`)
  if (steps.filter(({ isDeep }) => isDeep).length > DEEP_LIMIT)
    throw new UserError('has “..” more than once')
  return steps
}

function readStep(reader: Reader, isDeep: boolean): Step {
  if (reader.took('[')) return { keys: readBracket(reader), isDeep }
  if (reader.took('*')) return { keys: [ALL], isDeep }
  const key = readKey(reader)
  if (key === undefined) throw reader.mistake('stands where a key is expected')
  return { keys: [key], isDeep }
}

const ALL = { selector: '*' }

/** What is behind an opening bracket: one or several of name, place, slice or `*`. */
function readBracket(reader: Reader): Step['keys'] {
  const keys: Step['keys'] = []
  do {
    const slice = reader.match(SLICE)
    const index = slice ? null : reader.match(INDEX)
    if (slice) keys.push({ selector: slice[0] })
    else if (index) keys.push(Number(index[0]))
    else if (reader.took('*')) keys.push(ALL)
    else keys.push(readKey(reader) ?? fail(reader.mistake('stands where a key is expected')))
  } while (reader.took(','))
  if (!reader.took(']')) throw reader.mistake('stands where “]” is expected')
  return keys
}

function readKey(reader: Reader): string | undefined {
  const quoted = reader.match(QUOTED)
  if (quoted) return (quoted[1] ?? quoted[2] ?? '').replace(/\\(.)/gs, '$1')
  return reader.match(KEY)?.[0]
}

function fail(error: Error): never {
  throw error
}
