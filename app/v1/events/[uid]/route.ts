import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { anything } from '#app/v1/_answer.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getOldEvent } from '#lib/streams/quincy/events/data.ts'
import { eventJson } from '#lib/streams/quincy/json.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'An event by its message_id, as Quincy answered it',
    params: z.object({ uid: z.string().min(1).max(250) }),
    answer: anything,
    handle: async ({ params: { uid }, person }) =>
      eventJson(await getOldEvent(reachOf(person), uid)),
  }),
})
