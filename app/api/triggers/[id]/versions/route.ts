import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { page, paging } from '#app/api/_shapes/lists.ts'
import { oneTrigger, triggerVersion } from '#app/api/_shapes/triggers.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getTrigger } from '#lib/streams/triggers/data.ts'
import { versionsOf } from '#lib/streams/triggers/versions/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: "Lists a trigger's versions, newest first",
    params: oneTrigger,
    query: paging,
    answer: page(triggerVersion),
    handle: async ({ params, query, person }) =>
      versionsOf((await getTrigger(reachOf(person), params.id)).id, query),
  }),
})
