import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { newMember, oneGroup } from '#app/api/_shapes/access.ts'
import { page, paging } from '#app/api/_shapes/lists.ts'
import { listMembers } from '#lib/access/groups/data.ts'
import { addMember } from '#lib/access/groups/mutations.ts'
import { memberView } from '#lib/access/groups/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'people:read',
    summary: 'Lists who is in a group, by address',
    params: oneGroup,
    query: paging,
    answer: page(memberView),
    handle: ({ params, query }) => listMembers(params.name, query),
  }),
  POST: serve({
    right: 'people:write',
    summary: 'Puts a person into a group',
    params: oneGroup,
    body: newMember,
    answer: null,
    handle: ({ params, body, person }) => addMember(params.name, body.id, person),
  }),
})
