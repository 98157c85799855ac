import { parseDocument } from 'yaml'
import { z } from 'zod'
import { UserError } from '#lib/failures.ts'
import { isFields } from '#lib/intake/untrusted.ts'
import { parse } from '#lib/parse.ts'
import {
  type Content as Definition,
  readDefinitions,
  textOf,
} from '#lib/streams/definitions/content.ts'
import { type Content as Pipeline, yamlOf } from '#lib/streams/pipelines/content.ts'
import { mistakesIn, type Names } from '#lib/streams/pipelines/flaws.ts'
import { pipelineName, stepsWith } from '#lib/streams/pipelines/schema.ts'
import type { Files, Named } from '#lib/streams/transfer/files.ts'
import { mappedStep } from '#lib/streams/transfer/handlers.ts'
import type { Mistakes } from '#lib/streams/transfer/mistakes.ts'
import type { Winchester } from '#lib/streams/transfer/winchester.ts'
import { schemaWith, type Written } from '#lib/streams/triggers/content.ts'
import { writtenAs } from '#lib/streams/triggers/source.ts'
import { openYaml, readYaml } from '#lib/streams/yaml.ts'

/** What the files say, checked. */
export interface Transfer {
  triggers: Written[]
  pipelines: Pipeline[]
  /** all that the project is to have; null: those that it has */
  definitions: Definition[] | null
  /** what a person should know */
  notes: string[]
}

/** What files may name beside what stands in them. */
export interface There extends Names {
  pipelines: ReadonlySet<string>
}

/** Reads all files; what is wrong with any of them is noted. */
export async function readTransfer(
  files: Files,
  { pipeline_handlers: classes }: Winchester,
  there: There,
  mistakes: Mistakes,
): Promise<Transfer> {
  const notes: string[] = []
  const { triggers, pipelines, definitions } = files
  const read = pipelines && (await readPipelines(pipelines, { classes, there, mistakes, notes }))
  const known = new Set([...there.pipelines, ...(read?.names ?? [])])
  return {
    notes,
    pipelines: read?.pipelines ?? [],
    triggers:
      (triggers && (await mistakes.of(triggers.file, () => triggersIn(triggers, known)))) ?? [],
    definitions:
      (definitions &&
        (await mistakes.of(definitions.file, () =>
          readDefinitions(definitions.text, definitions.file),
        ))) ??
      null,
  }
}

function triggersIn({ text, file }: Named, pipelines: ReadonlySet<string>): Written[] {
  const schema = z.array(schemaWith(pipelines)).superRefine((triggers, context) => {
    for (const [at, { name }] of triggers.entries())
      if (triggers.findIndex(other => other.name === name) < at)
        context.addIssue({ code: 'custom', path: [at, 'name'], message: 'stands there twice' })
  })
  const definitions = readYaml(text, schema, file)
  const document = parseDocument(text, { merge: true })
  const values = document.toJS() as object[]
  return definitions.map((definition, at) => ({
    definition,
    source: textOf(document, at) ?? writtenAs(values[at] ?? {}),
  }))
}

interface Around {
  classes: Readonly<Record<string, string>>
  there: There
  mistakes: Mistakes
  notes: string[]
}

/** `names` are those of the file, whether they can be read or not. */
async function readPipelines(
  { text, file }: Named,
  around: Around,
): Promise<{ names: string[]; pipelines: Pipeline[] }> {
  const { there, mistakes, notes } = around
  const read = await mistakes.of(file, () => openYaml(text, file))
  if (!read) return { names: [], pipelines: [] }
  const { value, problems, said } = mappedPipelines(read.value, around.classes)
  notes.push(...said.map(note => `${file}: ${note}`))

  const schema = z.record(pipelineName, stepsWith(there))
  const checked = await mistakes.of(file, async () => {
    try {
      const pipelines = parse(schema, value, file)
      for (const [name, steps] of Object.entries(pipelines))
        for (const { path, message } of await mistakesIn(steps))
          problems[[name, ...path].join('.')] = message
      return pipelines
    } catch (error) {
      throw read.explain(error)
    }
  })
  await mistakes.of(file, () => {
    if (Object.keys(problems).length > 0) throw read.explain(refusalOf(problems))
  })
  const pipelines = Object.entries(checked ?? {}).map(([name, handlers]) => ({
    ...{ name, handlers },
    source: yamlOf({ name, handlers }),
  }))
  return { names: isFields(value) ? Object.keys(value) : [], pipelines }
}

const refusalOf = (fields: Record<string, string>) => new UserError('', { fields })

/** The same with Belfry's handlers in place of Winchester's. */
function mappedPipelines(value: unknown, classes: Readonly<Record<string, string>>) {
  const problems: Record<string, string> = {}
  const said: string[] = []
  if (!isFields(value)) return { value, problems, said }
  const mapped = Object.entries(value).map(([name, steps]) => {
    if (!Array.isArray(steps)) return [name, steps]
    const all = steps.flatMap((step, at) => {
      const found = mappedStep(step, at === steps.length - 1, classes)
      if ('problem' in found) {
        problems[`${name}.${at}`] = found.problem
        return []
      }
      if (found.note) said.push(`${name}: ${found.note}`)
      return found.steps
    })
    return [name, all]
  })
  return { value: Object.fromEntries(mapped), problems, said }
}
