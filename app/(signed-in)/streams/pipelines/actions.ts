'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { contentOf, yamlOf } from '#lib/streams/pipelines/content.ts'
import { createPipeline, deletePipeline, updatePipeline } from '#lib/streams/pipelines/mutations.ts'
import { pipelineTrial } from '#lib/streams/pipelines/schema.ts'
import { tryPipeline } from '#lib/streams/pipelines/trial/ask.ts'

const id = z.int()

/** Saves a pipeline, a new one without an id. */
export const savePipeline = action(
  'streams:write',
  z.object({ id: id.nullable(), draft: z.looseObject({}) }),
  async ({ id, draft }, person) => {
    if (id === null) return { id: await createPipeline(draft, person) }
    await updatePipeline(id, draft, person)
    return { id }
  },
)

export const removePipeline = action('streams:write', id, async (pipeline, person) =>
  deletePipeline(pipeline, person),
)

/** What a text says, for the form. */
export const readText = action(
  'streams:write',
  z.object({ yaml: z.string() }),
  async ({ yaml }) => {
    const { name, handlers } = await contentOf({ yaml }, null)
    return { name, handlers }
  },
)

/** A form as a text, whatever may be wrong with it. */
export const writeText = action(
  'streams:write',
  z.object({
    name: z.string(),
    handlers: z.array(z.object({ name: z.string(), params: z.record(z.string(), z.json()) })),
  }),
  async ({ name, handlers }) => ({ yaml: yamlOf({ name: name || 'pipeline', handlers }) }),
)

/** Runs a pipeline as it stands in the form over a stream; nothing comes of it. */
export const tryOut = action('streams:write', pipelineTrial, async (trial, person) =>
  tryPipeline(trial, person),
)
