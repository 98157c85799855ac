import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { eventTree, oneTree } from '#app/api/_shapes/events.ts'
import { reachOf } from '#lib/access/reach.ts'
import { treeOf } from '#lib/events/data.ts'
import { UserError } from '#lib/failures.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'The events of one tree of contexts',
    params: oneTree,
    answer: eventTree,
    async handle({ params, person }) {
      const items = await treeOf(reachOf(person), params.id)
      if (items.length === 0)
        throw new UserError(`There is no event with the id ${params.id}.`, { code: 'not_found' })
      return { items }
    },
  }),
})
