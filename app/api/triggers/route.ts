import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { trigger, triggerQuery } from '#app/api/_shapes/triggers.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getTrigger, listTriggers } from '#lib/streams/triggers/data.ts'
import { createTrigger } from '#lib/streams/triggers/mutations.ts'
import { triggerInput } from '#lib/streams/triggers/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'Lists triggers by name',
    query: triggerQuery,
    answer: page(trigger),
    handle: ({ query, person }) => listTriggers(reachOf(person), query),
  }),
  POST: serve({
    right: 'streams:write',
    summary: 'Creates a trigger',
    body: triggerInput,
    answer: trigger,
    status: 201,
    handle: async ({ body, person }) =>
      getTrigger(reachOf(person), await createTrigger(body, person)),
  }),
})
