import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneEvent } from '#app/api/_shapes/events.ts'
import { stream } from '#app/api/_shapes/streams.ts'
import { reachOf } from '#lib/access/reach.ts'
import { streamsOfEvent } from '#lib/streams/reading/of-event/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'The streams that an event is in, the newest first',
    params: oneEvent,
    answer: z.strictObject({ items: z.array(stream) }),
    handle: async ({ params, person }) => ({
      items: await streamsOfEvent(reachOf(person), params),
    }),
  }),
})
