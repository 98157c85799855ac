import { type Document, isAlias, isSeq, parseDocument, stringify, visit } from 'yaml'
import { z } from 'zod'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'
import { MOST_DEFINITIONS } from '#lib/streams/definitions/schema.ts'
import { type EventDefinition, eventDefinition } from '#lib/streams/distiller/schema.ts'
import { readYaml } from '#lib/streams/yaml.ts'

/** What a definition does, and the text that says so. */
export interface Content {
  content: EventDefinition
  /** in YAML */
  source: string
}

interface Written {
  event_type?: unknown
  traits?: unknown
  yaml?: string | undefined
}

/**
 * A definition of what somebody wrote in one of two forms; what is left out is as it was. The text of a form stays as it was written.
 * Throws a UserError that names every field at fault, in YAML by line and column.
 */
export function contentOf({ yaml, event_type, traits }: Written, before?: Content): Content {
  if (yaml !== undefined) return { content: readDefinition(yaml), source: yaml }

  const given = {
    event_type: event_type ?? before?.content.event_type,
    traits: traits ?? before?.content.traits,
  }
  const content = parse(eventDefinition, given, 'The definition')
  return { content, source: yamlOf(content) }
}

/** One entry, or a list of one, as it is cut out of event_definitions.yaml. */
export function readDefinition(text: string): EventDefinition {
  if (!LIST.test(text)) return readYaml(text, eventDefinition)
  const [only, ...others] = readYaml(text, z.array(eventDefinition))
  if (only && others.length === 0) return only
  const problem = 'must be one definition'
  throw new UserError(`The YAML is not valid: it ${problem}.`, { fields: { yaml: problem } })
}

/** Comments may stand above. */
const LIST = /^(?:\s*(?:#[^\n]*)?\n)*\s*-\s/

/** A whole event_definitions.yaml, each definition with its own text. `what` is the file in what is said of it. */
export function readDefinitions(text: string, what?: string): Content[] {
  const definitions = readYaml(text, z.array(eventDefinition).max(MOST_DEFINITIONS), what)
  const document = parseDocument(text, { merge: true })
  return definitions.map((content, at) => ({
    content,
    source: textOf(document, at) ?? yamlOf(content),
  }))
}

/** The text of one entry with its comments; undefined where it borrows from another. */
export function textOf({ contents }: Document, at: number): string | undefined {
  const item = isSeq(contents) ? contents.items[at] : undefined
  let isWhole = item !== undefined
  visit(item as Parameters<typeof visit>[0], {
    Alias() {
      isWhole = false
      return visit.BREAK
    },
  })
  return isWhole && !isAlias(item) ? stringify(item, FORM) : undefined
}

const FORM = { lineWidth: 0, blockQuote: 'literal' } as const

/** The same as text, where nobody has written one: what is as by default is left out. */
function yamlOf({ event_type, traits }: EventDefinition): string {
  const short = <T>(list: readonly T[]) => (list.length === 1 ? list[0] : list)
  const written = Object.entries(traits).map(([name, { fields, type, plugin }]) => [
    name,
    { ...(type !== 'text' && { type }), fields: short(fields), ...(plugin && { plugin }) },
  ])
  return stringify({ event_type: short(event_type), traits: Object.fromEntries(written) }, FORM)
}
