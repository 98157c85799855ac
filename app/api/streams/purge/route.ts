import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { streamsDone, streamsMeant } from '#app/api/_shapes/streams.ts'
import { reachOf } from '#lib/access/reach.ts'
import { purgeFitting } from '#lib/streams/fitting/mutations.ts'
import { filterOf } from '#lib/streams/reading/asked.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'streams:write',
    summary: 'Deletes streams, all that fit; their events stay',
    body: streamsMeant,
    answer: streamsDone,
    handle: async ({ body, person }) => purgeFitting(await filterOf(reachOf(person), body), person),
  }),
})
