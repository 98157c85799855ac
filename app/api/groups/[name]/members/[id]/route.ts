import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneMember } from '#app/api/_shapes/access.ts'
import { removeMember } from '#lib/access/groups/mutations.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  DELETE: serve({
    right: 'people:write',
    summary: 'Takes a person out of a group',
    params: oneMember,
    answer: null,
    handle: ({ params, person }) => removeMember(params.name, params.id, person),
  }),
})
