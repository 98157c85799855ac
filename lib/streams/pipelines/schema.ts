import { z } from 'zod'
import { monitorInput } from '#lib/monitors/schema.ts'
import { flawsOf, type Names } from '#lib/streams/pipelines/flaws.ts'

const MOST_STEPS = 50
const SOURCE_LIMIT = 256 * 1024

/** One step: a kind of handler and its settings, as they were given. */
const step = z.strictObject({
  name: z.string().min(1, 'is missing').max(100).describe('The kind of handler.'),
  params: z.record(z.string(), z.json()).default({}).describe('Its settings.'),
})
export type Step = z.output<typeof step>

/** Its name alone stands for a handler without settings. */
export const written = z.preprocess(
  given => (typeof given === 'string' ? { name: given } : given),
  step,
)

/** Steps as people and files write them. Kinds and settings that do not fit are refused, and names of what is not there. */
export const stepsWith = (names: Names | null) =>
  z
    .array(written)
    .max(MOST_STEPS)
    .superRefine((steps, context) => {
      for (const [at, step] of steps.entries())
        for (const { path, message } of flawsOf(step, names))
          context.addIssue({ code: 'custom', path: [at, ...path], message })
    })

const { name } = monitorInput.shape

export const pipelineName = name.describe(
  'What triggers call it; no two of a project have the same.',
)
const description = z.string().max(2_000).describe('What it is for, in markdown.')
const handlers = z
  .array(z.json())
  .max(MOST_STEPS)
  .describe('In the order in which they run: the name of a kind, or `{ name, params }`.')
const yaml = z
  .string()
  .max(SOURCE_LIMIT)
  .describe('Its name and its handlers, as in Winchester’s pipelines.yaml, instead of those two.')
const version = z
  .int()
  .describe('The version that the change was made to; refused with 409 when there is a newer one.')

/** The body of `POST /api/pipelines`. */
export const pipelineInput = z
  .strictObject({
    name: pipelineName.optional(),
    handlers: handlers.optional(),
    yaml: yaml.optional(),
    description: description.default(''),
    project: z
      .union([z.string(), z.int()])
      .default('default')
      .describe('The project whose triggers may use it, by name or number; it stays.'),
  })
  .superRefine(inOneForm)
  .superRefine(({ yaml, ...given }, context) => {
    for (const field of ['name', 'handlers'] as const)
      if (yaml === undefined && given[field] === undefined)
        context.addIssue({ code: 'custom', path: [field], message: 'is missing' })
  })
export type PipelineInput = z.input<typeof pipelineInput>

/** The body of PATCH: what is left out stays. */
export const pipelinePatch = z
  .strictObject({ name: pipelineName, handlers, yaml, description, version })
  .partial()
  .superRefine(inOneForm)
export type PipelinePatch = z.input<typeof pipelinePatch>

/** What a pipeline is tried on: the body of `POST /api/pipelines/{id}/try`. */
export const savedTrial = z.strictObject({
  stream: z
    .union([z.int().min(1), z.string().regex(/^[1-9]\d{0,14}$/)])
    .transform(String)
    .describe('The number of a stream.'),
  occasion: z
    .enum(['fire', 'expire'])
    .default('fire')
    .describe('What the handlers are told to be run for.'),
  handlers: handlers.optional().describe('Handlers to be tried instead of those that are saved.'),
  yaml: yaml.optional().describe('The same as a text.'),
})

/** The same of one that is not saved yet: the body of `POST /api/pipelines/try`. */
export const pipelineTrial = savedTrial.superRefine(({ yaml, handlers }, context) => {
  if ((yaml === undefined) === (handlers === undefined))
    context.addIssue({
      code: 'custom',
      path: ['handlers'],
      message: 'or `yaml` says what is tried: one of them',
    })
})
export type PipelineTrial = z.output<typeof pipelineTrial>

type Form = { name?: unknown; handlers?: unknown; yaml?: unknown }

function inOneForm({ yaml, name, handlers }: Form, context: z.RefinementCtx) {
  if (yaml !== undefined && (name !== undefined || handlers !== undefined))
    context.addIssue({
      ...{ code: 'custom', path: ['yaml'] },
      message: 'says the name and the handlers; leave those out',
    })
}
