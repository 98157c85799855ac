import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { tried } from '#app/api/_shapes/pipelines.ts'
import { pipelineTrial } from '#lib/streams/pipelines/schema.ts'
import { tryPipeline } from '#lib/streams/pipelines/trial/ask.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'streams:write',
    summary: 'Runs handlers over a stream, and does nothing of what they would bring about',
    body: pipelineTrial,
    answer: tried,
    handle: ({ body, person, request }) => tryPipeline(body, person, undefined, request.signal),
  }),
})
