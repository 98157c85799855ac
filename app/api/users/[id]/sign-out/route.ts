import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { one } from '#app/api/_shapes/access.ts'
import { signOutEverywhere } from '#lib/access/people/mutations.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'people:write',
    summary: 'Ends all sessions of a person',
    params: one,
    answer: null,
    handle: ({ params, person }) => signOutEverywhere(params.id, person),
  }),
})
