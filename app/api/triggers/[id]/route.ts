import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneTrigger, trigger } from '#app/api/_shapes/triggers.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getTrigger } from '#lib/streams/triggers/data.ts'
import { deleteTrigger, updateTrigger } from '#lib/streams/triggers/mutations.ts'
import { triggerPatch } from '#lib/streams/triggers/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'Reads a trigger',
    params: oneTrigger,
    answer: trigger,
    handle: ({ params, person }) => getTrigger(reachOf(person), params.id),
  }),
  PATCH: serve({
    right: 'streams:write',
    summary: 'Changes a trigger; its open streams keep the version that they were opened with',
    params: oneTrigger,
    body: triggerPatch,
    answer: trigger,
    async handle({ params, body, person }) {
      await updateTrigger(params.id, body, person)
      return getTrigger(reachOf(person), params.id)
    },
  }),
  DELETE: serve({
    right: 'streams:write',
    summary:
      'Deletes a trigger; its streams go on until they end, and for 30 days it can be undone',
    params: oneTrigger,
    answer: null,
    handle: ({ params, person }) => deleteTrigger(params.id, person),
  }),
})
