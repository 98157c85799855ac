import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneGroup } from '#app/api/_shapes/access.ts'
import { getGroup } from '#lib/access/groups/data.ts'
import { deleteGroup, describeGroup } from '#lib/access/groups/mutations.ts'
import { groupPatch, groupView } from '#lib/access/groups/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'people:read',
    summary: 'Reads a group',
    params: oneGroup,
    answer: groupView,
    handle: ({ params }) => getGroup(params.name),
  }),
  PATCH: serve({
    right: 'people:write',
    summary: 'Changes what is said of a group',
    params: oneGroup,
    body: groupPatch,
    answer: groupView,
    handle: ({ params, body, person }) => describeGroup(params.name, body, person),
  }),
  DELETE: serve({
    right: 'people:write',
    summary: 'Deletes a group that nothing is limited to',
    params: oneGroup,
    answer: null,
    handle: ({ params, person }) => deleteGroup(params.name, person),
  }),
})
