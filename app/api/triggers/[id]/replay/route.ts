import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { replayed } from '#app/api/_shapes/replay.ts'
import { oneTrigger } from '#app/api/_shapes/triggers.ts'
import { replayTrigger } from '#lib/streams/replay/ask.ts'
import { replayRange } from '#lib/streams/replay/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'streams:read',
    summary: 'Runs a trigger over past events, without doing anything',
    params: oneTrigger,
    body: replayRange,
    answer: replayed,
    handle: ({ params, body, person, request }) =>
      replayTrigger(params.id, body, { by: person, signal: request.signal }),
  }),
})
