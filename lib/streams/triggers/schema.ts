import { z } from 'zod'
import { triggerDefinition } from '#lib/streams/definition/schema.ts'

const SOURCE_LIMIT = 256 * 1024

const description = z.string().max(2_000).describe('What it is for, in markdown.')
const enabled = z
  .boolean()
  .describe('Whether it opens streams; those that it has go on until they end.')
const project = z
  .union([z.string(), z.int()])
  .describe('The project whose events it meets, by name or number; it stays.')
const yaml = z
  .string()
  .max(SOURCE_LIMIT)
  .describe(
    'All of the definition as text, in place of its keys: an entry of Winchester’s triggers.yaml.',
  )

/** The keys of a definition, to be checked all together once they are. */
const fields = Object.fromEntries(
  Object.entries(triggerDefinition.shape).map(([key, { description }]) => {
    const given = z.json().optional()
    return [key, description ? given.describe(description) : given]
  }),
)

const YAML_SAYS_ALL = 'stands in the YAML already; leave one of them out'

function refuseBoth(given: Record<string, unknown>, context: z.RefinementCtx) {
  for (const key of Object.keys(fields))
    if (given.yaml !== undefined && given[key] !== undefined)
      context.addIssue({ code: 'custom', path: [key], message: YAML_SAYS_ALL })
}

/** The body of `POST /api/triggers`: a definition, flat or as text, and what is said of it. */
export const triggerInput = z
  .strictObject({
    ...{ ...fields, yaml: yaml.optional(), project: project.default('default') },
    ...{ description: description.default(''), enabled: enabled.default(true) },
  })
  .superRefine(refuseBoth)

/** The body of PATCH. */
export const triggerPatch = z
  .strictObject({
    ...{ ...fields, yaml, description, enabled },
    version: z
      .int()
      .describe(
        'The version that the change was made to; refused with 409 when there is a newer one.',
      ),
  })
  .partial()
  .superRefine(refuseBoth)
  .describe('A JSON merge patch: what is left out stays, null takes a key out.')
