'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { triggerDefinition } from '#lib/streams/definition/schema.ts'
import { explained, PURPOSES } from '#lib/streams/triggers/explained.ts'
import { createTrigger, updateTrigger } from '#lib/streams/triggers/mutations.ts'
import { writtenOver } from '#lib/streams/triggers/source.ts'
import { readYaml } from '#lib/streams/yaml.ts'

const LONGEST = 2_000

/** What an expression means, while it is typed. */
export const explainExpression = action(
  'streams:read',
  z.object({ expression: z.string().max(LONGEST), purpose: z.enum(PURPOSES) }),
  async ({ expression, purpose }) => explained(expression, purpose, new Date()),
)

/** A text as the form shows it; what is wrong with it is told by line and column. */
export const readText = action('streams:read', z.object({ yaml: z.string() }), async ({ yaml }) =>
  readYaml(yaml, triggerDefinition),
)

const form = z.object({ definition: z.looseObject({}), yaml: z.string() })

/** The text with what the form says. */
export const writeText = action('streams:read', form, async ({ definition, yaml }) => ({
  yaml: writtenOver(yaml, definition),
}))

const draft = z.object({
  /** as it is in the form; null: the text is what is wanted */
  definition: z.looseObject({}).nullable(),
  yaml: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  project: z.string(),
})

/** Saves a trigger; `base` is the version that was changed, null to save over whatever is there. */
export const saveTrigger = action(
  'streams:write',
  z.object({ id: z.int().nullable(), base: z.int().nullable(), draft }),
  async ({ id, base, draft: { definition, project, yaml, ...about } }, person) => {
    const text = definition ? writtenOver(yaml, definition) : yaml
    if (id === null) return { id: await createTrigger({ ...about, project, yaml: text }, person) }
    const version = base === null ? {} : { version: base }
    await updateTrigger(id, { ...about, ...version, yaml: text }, person)
    return { id }
  },
)
