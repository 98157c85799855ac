import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { onePipeline, tried } from '#app/api/_shapes/pipelines.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getPipeline } from '#lib/streams/pipelines/data.ts'
import { savedTrial } from '#lib/streams/pipelines/schema.ts'
import { tryPipeline } from '#lib/streams/pipelines/trial/ask.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'streams:write',
    summary: 'Runs a pipeline over a stream, and does nothing of what it would bring about',
    params: onePipeline,
    body: savedTrial,
    answer: tried,
    async handle({ params, body, person, request }) {
      const saved = await getPipeline(reachOf(person), params.id)
      return tryPipeline(body, person, saved, request.signal)
    },
  }),
})
