import { serve } from '#app/_server/endpoint.ts'
import { liveEvents, readerOf } from '#app/_server/live.ts'
import { routes } from '#app/_server/routes.ts'
import { stillMay } from '#app/_server/still-may.ts'
import { streamOf } from '#app/_server/stream.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'monitors:read',
    summary:
      'Server-sent events `runs`, `deliveries`, `posts`, `errors` and `config` with what changed, as it happens',
    answer: 'text/event-stream',
    async handle({ request, person }) {
      const mayStay = stillMay(request, 'monitors:read')
      const events = (left: AbortSignal) =>
        liveEvents(readerOf(person), mayStay, AbortSignal.any([request.signal, left]))
      return new Response(streamOf(events), {
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store, no-transform',
          'x-accel-buffering': 'no',
        },
      })
    },
  }),
})
