import {
  type Document,
  type ErrorCode,
  LineCounter,
  parseDocument,
  visit,
  type YAMLParseError,
} from 'yaml'
import type { z } from 'zod'
import { duplicatesIn } from '#lib/config/duplicates.ts'
import { type FieldErrors, UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'
import { offsetAt } from '#lib/streams/yaml-place.ts'

/** A text that was read as YAML, and knows where all in it stands. */
export interface YamlText {
  value: unknown
  /** Puts line and column to what a UserError says of fields, by their dotted paths; other errors are given back as they are. */
  explain(error: unknown): unknown
}

/** Whoever saves one is not the only one here: what takes longer to read than a moment is refused. */
const LIMIT = 256 * 1024
/** A text that has more of them is an attack or a mishap: each may stand for as much as the text is long. */
const MOST_ALIASES = 200
/** So many nodes they may stand for in all, where they are not merged. */
const MOST_ALIASED = 1_000

/**
 * Reads YAML (1.2, with merge keys) and checks it against a schema. Throws a UserError whose `fields` name every key at
 * fault by its dotted path, and say where it stands: `line 7, column 5: …`; what is no YAML at all is told of `yaml`.
 */
export function readYaml<S extends z.ZodType>(
  text: string,
  schema: S,
  what = 'The YAML',
): z.output<S> {
  const { value, explain } = openYaml(text, what)
  try {
    return parse(schema, value, what)
  } catch (error) {
    throw explain(error)
  }
}

/** The same without a schema. */
export function openYaml(text: string, what = 'The YAML'): YamlText {
  if (text.length > LIMIT)
    throw new UserError(`${what} is longer than ${LIMIT / 1024} KiB.`, { code: 'too_large' })
  const lines = new LineCounter()
  const document = parseDocument(text, {
    ...{ lineCounter: lines, merge: true, prettyErrors: false, uniqueKeys: false },
    logLevel: 'error',
  })
  const placed = (offset: number, problem: string) => {
    const { line, col } = lines.linePos(offset)
    return `line ${line}, column ${col}: ${problem}`
  }
  const [error] = document.errors
  if (error) throw refusal(what, { yaml: placed(error.pos[0], inWords(error)) })
  const [twice] = duplicatesIn(document.contents)
  if (twice) throw refusal(what, { [twice.key]: placed(twice.offset, 'stands there twice') })

  return {
    value: plainValue(document, what),
    explain(error) {
      if (!(error instanceof UserError) || !error.fields) return error
      const fields = Object.entries(error.fields).map(([path, problem]) => [
        path,
        placed(offsetAt(document, path), problem),
      ])
      return refusal(what, Object.fromEntries(fields))
    },
  }
}

const IN_OTHER_WORDS: Partial<Record<ErrorCode, string>> = {
  MULTIPLE_DOCS: 'a second document begins',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
}

const inWords = ({ code, message }: YAMLParseError) =>
  IN_OTHER_WORDS[code] ?? message.replace(/\.$/, '')

function plainValue(document: Document, what: string): unknown {
  if (aliasesIn(document) > MOST_ALIASES)
    throw refusal(what, { yaml: `it has more than ${MOST_ALIASES} aliases` })
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASED })
  } catch (error) {
    // Its own: an alias of nothing, or too many of them.
    if (error instanceof ReferenceError) throw refusal(what, { yaml: error.message })
    throw error
  }
}

function aliasesIn(document: Document): number {
  let count = 0
  visit(document, {
    Alias() {
      count++
    },
  })
  return count
}

const refusal = (what: string, fields: FieldErrors) =>
  new UserError(`${what} is not valid. ${Object.entries(fields).map(told).join('; ')}`, { fields })

const told = ([path, text]: [string, string]) => (path ? `${path}: ${text}` : text)
