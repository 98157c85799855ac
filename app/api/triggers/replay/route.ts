import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { replayed } from '#app/api/_shapes/replay.ts'
import { replayDraft } from '#lib/streams/replay/ask.ts'
import { replayDraftInput } from '#lib/streams/replay/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'streams:read',
    summary: 'Runs a trigger that is not saved over past events, without doing anything',
    body: replayDraftInput,
    answer: replayed,
    handle: ({ body, person, request }) =>
      replayDraft(body, { by: person, signal: request.signal }),
  }),
})
