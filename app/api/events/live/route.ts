import { serve } from '#app/_server/endpoint.ts'
import { readerOf } from '#app/_server/live.ts'
import { routes } from '#app/_server/routes.ts'
import { stillReaches } from '#app/_server/still-may.ts'
import { streamOf } from '#app/_server/stream.ts'
import { liveQuery } from '#app/api/_shapes/events.ts'
import { openLiveEvents } from '#app/api/events/live/_stream.ts'
import { reachOf } from '#lib/access/reach.ts'
import { questionOf } from '#lib/events/data.ts'
import { watchOf } from '#lib/events/live/watch.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary:
      'Server-sent events `event`, each with an event as it is stored, and `sampled` with counts where not all are sent',
    query: liveQuery,
    answer: 'text/event-stream',
    async handle({ request, query, person }) {
      const { q = '', project } = query
      const { reach, projectId } = await questionOf(reachOf(person), { query: q, project })
      const live = await openLiveEvents({
        who: readerOf(person),
        watch: watchOf(reach, q, projectId),
        mayStay: stillReaches(request, 'events:read', person),
      })
      const body = streamOf(left => live(AbortSignal.any([request.signal, left])))
      return new Response(body, {
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store, no-transform',
          'x-accel-buffering': 'no',
        },
      })
    },
  }),
})
