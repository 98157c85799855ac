import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneVersion, triggerVersion } from '#app/api/_shapes/triggers.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getTrigger } from '#lib/streams/triggers/data.ts'
import { getVersion } from '#lib/streams/triggers/versions/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'Reads what a trigger was',
    params: oneVersion,
    answer: triggerVersion,
    handle: async ({ params, person }) =>
      getVersion((await getTrigger(reachOf(person), params.id)).id, params.version),
  }),
})
