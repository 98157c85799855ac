import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { onePipeline, pipeline } from '#app/api/_shapes/pipelines.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getPipeline } from '#lib/streams/pipelines/data.ts'
import { deletePipeline, updatePipeline } from '#lib/streams/pipelines/mutations.ts'
import { pipelinePatch } from '#lib/streams/pipelines/schema.ts'
import { shownTo } from '#lib/streams/pipelines/shown.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'Reads a pipeline',
    params: onePipeline,
    answer: pipeline,
    handle: async ({ params, person }) =>
      shownTo(person, await getPipeline(reachOf(person), params.id)),
  }),
  PATCH: serve({
    right: 'streams:write',
    summary: 'Changes a pipeline',
    params: onePipeline,
    body: pipelinePatch,
    answer: pipeline,
    async handle({ params, body, person }) {
      await updatePipeline(params.id, body, person)
      return getPipeline(reachOf(person), params.id)
    },
  }),
  DELETE: serve({
    right: 'streams:write',
    summary: 'Deletes a pipeline that no trigger uses',
    params: onePipeline,
    answer: null,
    handle: ({ params, person }) => deletePipeline(params.id, person),
  }),
})
