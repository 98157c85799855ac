import type { z } from 'zod'
import { mergePatch } from '#lib/monitors/schema.ts'
import { parse } from '#lib/parse.ts'
import { type TriggerDefinition, triggerDefinition } from '#lib/streams/definition/schema.ts'
import { holdPipelines } from '#lib/streams/pipelines/stored.ts'
import { asWritten, rewritten, writtenAs } from '#lib/streams/triggers/source.ts'
import { readYaml } from '#lib/streams/yaml.ts'
import type { Queryable } from '#lib/transaction.ts'

/** What a trigger does, and the text that says so. */
export interface Written {
  definition: TriggerDefinition
  /** in YAML */
  source: string
}

/** Reads what somebody gave; with the pipelines that there are it throws a UserError at those that are not among them. */
export type Reading = (pipelines?: ReadonlySet<string>) => Written

export const fromYaml =
  (source: string): Reading =>
  pipelines => ({ definition: readYaml(source, schemaWith(pipelines)), source })

export const fromFields =
  (fields: object): Reading =>
  pipelines => ({ definition: checked(fields, pipelines), source: writtenAs(fields) })

/** A JSON merge patch of what was written; what it leaves out stays in the text as it is. */
export const fromPatch =
  ({ source }: Written, patch: object): Reading =>
  pipelines => {
    const before = asWritten(source)
    const after = mergePatch(before, patch) as object
    return { definition: checked(after, pipelines), source: rewritten(source, before, after) }
  }

/**
 * Throws a UserError when what was given does not fit, or calls a pipeline that the project has not. Those that it calls
 * stay until the transaction ends.
 */
export async function readFor(
  client: Queryable,
  projectId: number,
  read: Reading,
): Promise<Written> {
  const written = read()
  const called = CALLING.flatMap(field => written.definition[field] ?? [])
  const known = await holdPipelines(client, projectId, called)
  return called.every(name => known.has(name)) ? written : read(known)
}

const CALLING = ['fire_pipeline', 'expire_pipeline'] as const

const checked = (fields: object, pipelines?: ReadonlySet<string>) =>
  parse(schemaWith(pipelines), fields, 'The trigger')

export const schemaWith = (
  pipelines: ReadonlySet<string> | undefined,
): z.ZodType<TriggerDefinition> =>
  triggerDefinition.superRefine((definition, context) => {
    for (const field of CALLING) {
      const name = definition[field]
      if (pipelines && name && !pipelines.has(name))
        context.addIssue({
          code: 'custom',
          path: [field],
          message: `there is no pipeline “${name}”`,
        })
    }
  })
