import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneStream, streamDetail } from '#app/api/_shapes/streams.ts'
import { reachOf } from '#lib/access/reach.ts'
import { purgeStreams } from '#lib/streams/mutations.ts'
import { getDetail } from '#lib/streams/reading/detail/data.ts'
import { eventsOf } from '#lib/streams/reading/events/data.ts'
import { logOf } from '#lib/streams/reading/log/data.ts'

const FIRST_EVENTS = 200

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'A stream: its events, what it waits for, what its pipelines said',
    params: oneStream,
    answer: streamDetail,
    async handle({ params, person }) {
      const stream = await getDetail(reachOf(person), params.id)
      const [{ items: events }, log] = await Promise.all([
        eventsOf(stream, { limit: FIRST_EVENTS }),
        logOf(stream),
      ])
      return { ...stream, events, log }
    },
  }),
  DELETE: serve({
    right: 'streams:write',
    summary: 'Deletes a stream; its events stay',
    params: oneStream,
    answer: null,
    handle: ({ params, person }) => purgeStreams([String(params.id)], person),
  }),
})
