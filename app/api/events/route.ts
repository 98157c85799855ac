import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { event, eventQuery } from '#app/api/_shapes/events.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { listEvents, questionOf } from '#lib/events/data.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

const HOUR_MS = 3_600_000

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'Searches events, those that ended last first',
    query: eventQuery,
    answer: page(event),
    async handle({ query, person }) {
      const { q, project, to = new Date(), limit, cursor } = query
      const reach = reachOf(person)
      const projectId =
        project === undefined ? undefined : (await getProjectNamed(reach, project)).id
      const from = query.from ?? new Date(to.getTime() - HOUR_MS)
      return listEvents(questionOf({ reach, projectId, query: q, from, to }), { limit, cursor })
    },
  }),
})
