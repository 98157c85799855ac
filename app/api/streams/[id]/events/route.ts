import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { page, paging } from '#app/api/_shapes/lists.ts'
import { oneStream, streamEvent } from '#app/api/_shapes/streams.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getStream } from '#lib/streams/data.ts'
import { eventsOf } from '#lib/streams/reading/events/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'The events of a stream, oldest first',
    params: oneStream,
    query: paging.extend({ cursor: paging.shape.cursor.unwrap().max(300).optional() }),
    answer: page(streamEvent),
    handle: async ({ params, query, person }) =>
      eventsOf(await getStream(reachOf(person), params.id), query),
  }),
})
