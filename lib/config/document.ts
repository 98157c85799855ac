import {
  type Document,
  type ErrorCode,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
} from 'yaml'
import { duplicatesIn } from '#lib/config/duplicates.ts'
import { fillIn } from '#lib/config/variables.ts'
import { type FieldErrors, UserError } from '#lib/failures.ts'

/** Where something stands in the file: keys and positions in lists, from the top. */
export type Path = readonly (string | number)[]

export interface Mistake {
  path: Path
  text: string
}

/** A parsed file that still knows its lines. */
export interface ConfigDocument {
  value: unknown
  /** the error that names file, line and key of every mistake */
  refusal(mistakes: readonly Mistake[]): UserError
}

type Variables = Record<string, string | undefined>

/** Aliases may stand for this many nodes in all: a file that needs more is an attack or a mishap. */
const MAX_ALIASES = 200
const SHOWN_MISTAKES = 10

/**
 * Parses YAML, with the environment's values in place of `${NAME}`. They are put in after parsing, so that
 * nothing in them is read as YAML, and never into a `script`, whose own `${…}` belong to the script.
 * Throws a UserError that names file and line.
 */
export function readDocument(text: string, file: string, variables: Variables): ConfigDocument {
  const lines = new LineCounter()
  const parsed = parseDocument(text, {
    ...{ lineCounter: lines, prettyErrors: false, uniqueKeys: false },
  })
  const flaw = flawIn(parsed)
  if (flaw) throw new UserError(`${file}, line ${lines.linePos(flaw.offset).line}: ${flaw.text}.`)

  const lineOf = (path: Path) => lines.linePos(offsetOf(parsed.contents, path)).line
  const refusal = (mistakes: readonly Mistake[]) => refuse(file, mistakes, lineOf)
  const missing = fillScalars(parsed.contents, [], variables)
  if (missing.length > 0) throw refusal(missing)
  return { value: plainValue(parsed, file), refusal }
}

const IN_OTHER_WORDS: Partial<Record<ErrorCode, string>> = {
  MULTIPLE_DOCS: 'the file holds a second document',
  RESOURCE_EXHAUSTION: 'the file is nested too deeply',
}

/** The first place that is no YAML. */
function flawIn({ errors: [error], contents }: Document): { offset: number; text: string } | null {
  if (error)
    return {
      offset: error.pos[0],
      text: IN_OTHER_WORDS[error.code] ?? error.message.replace(/\.$/, ''),
    }
  const [twice] = duplicatesIn(contents)
  return twice
    ? { offset: twice.offset, text: `keys are unique, and “${twice.key}” stands there twice` }
    : null
}

/** Fills every text below a node, in place; answers what the environment lacks. */
function fillScalars(node: unknown, path: Path, variables: Variables): Mistake[] {
  if (isMap(node))
    return node.items.flatMap(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : ''
      return name === 'script' ? [] : fillScalars(value, [...path, name], variables)
    })
  if (isSeq(node))
    return node.items.flatMap((item, index) => fillScalars(item, [...path, index], variables))
  if (!isScalar(node) || typeof node.value !== 'string') return []

  const { text, missing } = fillIn(node.value, variables)
  node.value = text
  return missing.map(name => ({ path, text: `the environment has no ${name}` }))
}

function plainValue(parsed: Document, file: string): unknown {
  try {
    return parsed.toJS({ maxAliasCount: MAX_ALIASES })
  } catch (error) {
    if (error instanceof ReferenceError) throw new UserError(`${file}: ${error.message}.`)
    throw error
  }
}

/** Where the entry at a path begins, or the nearest one above it that is there. */
function offsetOf(root: unknown, path: Path): number {
  let node = root
  let offset = 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        item => isScalar(item.key) && String(item.key.value) === String(step),
      )
      if (!pair) break
      offset = startOf(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      offset = startOf(node) ?? offset
    } else break
  }
  return offset
}

const startOf = (node: unknown): number | undefined =>
  (node as { range?: [number, number, number] | null } | null | undefined)?.range?.[0]

function refuse(file: string, mistakes: readonly Mistake[], lineOf: (path: Path) => number) {
  const shown = mistakes.slice(0, SHOWN_MISTAKES).map(({ path, text }) => {
    const key = path.join('.')
    return `${file}, line ${lineOf(path)}${key ? `, ${key}` : ''}: ${text}.`
  })
  const more = mistakes.length - shown.length
  if (more > 0) shown.push(`… and ${more} more.`)
  const fields: FieldErrors = Object.fromEntries(
    mistakes.map(({ path, text }) => [path.join('.'), text]),
  )
  return new UserError(shown.join('\n'), { fields })
}
