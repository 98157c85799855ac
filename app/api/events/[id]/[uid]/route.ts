import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { event, oneEvent } from '#app/api/_shapes/events.ts'
import { reachOf } from '#lib/access/reach.ts'
import { findEvent } from '#lib/events/tree/data.ts'
import { UserError } from '#lib/failures.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'One event',
    params: oneEvent,
    answer: event,
    async handle({ params, person }) {
      const found = await findEvent(reachOf(person), params)
      if (!found)
        throw new UserError(`There is no event ${params.uid} with the id ${params.id}.`, {
          code: 'not_found',
        })
      return found
    },
  }),
})
