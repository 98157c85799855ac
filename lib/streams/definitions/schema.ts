import { z } from 'zod'
import { eventDefinition } from '#lib/streams/distiller/schema.ts'

/** Of one project. */
export const MOST_DEFINITIONS = 500
const SOURCE_LIMIT = 64 * 1024
const FILE_LIMIT = 256 * 1024

const definitionSource = z
  .string()
  .max(SOURCE_LIMIT)
  .describe('The same as an entry of event_definitions.yaml, instead of those two.')

const project = z
  .union([z.string(), z.int()])
  .default('default')
  .describe('The project whose notifications it takes, by name or number; it stays.')
const position = z
  .int()
  .min(1)
  .max(MOST_DEFINITIONS)
  .describe(
    'Its place among the definitions of its project, from 1; the last that fits is the one.',
  )
const version = z
  .int()
  .describe('The version that the change was made to; refused with 409 when there is a newer one.')

const forms = {
  event_type: z
    .union([z.string(), z.array(z.string())])
    .describe(eventDefinition.shape.event_type.description ?? ''),
  traits: z
    .record(z.string(), z.json())
    .describe('What its events have, by name: `{ fields, type, plugin }`.'),
  yaml: definitionSource,
}

/** The body of `POST /api/definitions`, in one of two forms. */
export const definitionInput = z
  .strictObject({ ...forms, position })
  .partial()
  .extend({ project })
  .superRefine(inOneForm)

/** The body of PATCH: what is left out stays. */
export const definitionPatch = z
  .strictObject({ ...forms, position, version })
  .partial()
  .superRefine(inOneForm)

/** The body of PUT: all definitions of a project. */
export const definitionsFile = z.strictObject({
  project,
  yaml: z
    .string()
    .max(FILE_LIMIT)
    .describe('A whole event_definitions.yaml: a list of definitions.'),
})

/** The body of `POST /api/definitions/try`. */
export const definitionTrial = z.strictObject({
  notification: z.json().describe('As a sender would put it.'),
  project: project.describe('The project whose definitions are meant, by name or number.'),
  yaml: definitionSource
    .optional()
    .describe('A definition that is not saved, tried beside the others as the last of them.'),
  id: z.int().optional().describe('The definition in whose place `yaml` stands.'),
  catch_all: z.boolean().optional().describe('Default: as the project has it.'),
})
export type DefinitionTrial = z.output<typeof definitionTrial>

type Forms = { yaml?: unknown; event_type?: unknown; traits?: unknown }

function inOneForm({ yaml, event_type, traits }: Forms, context: z.RefinementCtx) {
  if (yaml !== undefined && (event_type !== undefined || traits !== undefined))
    context.addIssue({
      ...{ code: 'custom', path: ['yaml'] },
      message: 'says the types and the traits; leave those out',
    })
}
