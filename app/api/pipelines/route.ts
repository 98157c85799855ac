import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { pipeline, pipelineQuery } from '#app/api/_shapes/pipelines.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getPipeline, listPipelines } from '#lib/streams/pipelines/data.ts'
import { createPipeline } from '#lib/streams/pipelines/mutations.ts'
import { pipelineInput } from '#lib/streams/pipelines/schema.ts'
import { seesAll, shownTo } from '#lib/streams/pipelines/shown.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'Lists pipelines by name',
    query: pipelineQuery,
    answer: page(pipeline),
    async handle({ query, person }) {
      const asked = { ...query, inText: seesAll(person) }
      const { items, next } = await listPipelines(reachOf(person), asked)
      return { items: items.map(item => shownTo(person, item)), next }
    },
  }),
  POST: serve({
    right: 'streams:write',
    summary: 'Creates a pipeline',
    body: pipelineInput,
    answer: pipeline,
    status: 201,
    handle: async ({ body, person }) =>
      getPipeline(reachOf(person), await createPipeline(body, person)),
  }),
})
