import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'yaml'
import { z } from 'zod'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'
import { type Flaw, mistakesIn, type Names } from '#lib/streams/pipelines/flaws.ts'
import { pipelineName, type Step, stepsWith } from '#lib/streams/pipelines/schema.ts'
import { openYaml } from '#lib/streams/yaml.ts'

/** What a pipeline does, and the text that says so. */
export interface Content {
  name: string
  handlers: Step[]
  /** in YAML: its name and its handlers, as in pipelines.yaml */
  source: string
}

interface Written {
  name?: string | undefined
  handlers?: unknown
  yaml?: string | undefined
}

/**
 * A pipeline of what somebody wrote in one of two forms; what is left out is as it was. A text stays as it was written.
 * Throws a UserError that names every field at fault, in YAML by line and column.
 */
export async function contentOf(
  { name, handlers, yaml }: Written,
  names: Names | null,
  before?: Content,
): Promise<Content> {
  if (yaml !== undefined) return { ...(await readPipeline(yaml, names)), source: yaml }

  const schema = z.object({ name: pipelineName, handlers: stepsWith(names) })
  const given = { name: name ?? before?.name, handlers: handlers ?? before?.handlers }
  const content = parse(schema, given, 'The pipeline')
  await refuseMistakes(content.handlers, ['handlers'])
  const isSame =
    before && isDeepStrictEqual(content, { name: before.name, handlers: before.handlers })
  return { ...content, source: isSame ? before.source : yamlOf(content) }
}

/** As `pipelines.yaml` says it: one name with its handlers below. */
async function readPipeline(text: string, names: Names | null): Promise<Omit<Content, 'source'>> {
  const schema = z
    .record(pipelineName, stepsWith(names))
    .refine(pipelines => Object.keys(pipelines).length === 1, 'must be one name with its handlers')
  const { value, explain } = openYaml(text, 'The pipeline')
  try {
    const [[name, handlers] = ['', []]] = Object.entries(parse(schema, value, 'The pipeline'))
    await refuseMistakes(handlers, [name])
    return { name, handlers }
  } catch (error) {
    throw explain(error)
  }
}

async function refuseMistakes(steps: readonly Step[], place: PropertyKey[]): Promise<void> {
  const mistakes = await mistakesIn(steps)
  if (mistakes.length === 0) return
  const fieldOf = ({ path }: Flaw) => [...place, ...path].join('.')
  const list = mistakes.map(mistake => `${fieldOf(mistake)}: ${mistake.message}`)
  throw new UserError(`The pipeline is not valid. ${list.join('; ')}`, {
    fields: Object.fromEntries(mistakes.map(mistake => [fieldOf(mistake), mistake.message])),
  })
}

/** The same as text, where nobody has written one. */
export const yamlOf = ({ name, handlers }: Omit<Content, 'source'>): string =>
  stringify({ [name]: handlers.map(written) }, { lineWidth: 0, blockQuote: 'literal' })

const written = ({ name, params }: Step) =>
  Object.keys(params).length > 0 ? { name, params } : name
