import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { groupQuery } from '#app/api/_shapes/access.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { listGroups } from '#lib/access/groups/data.ts'
import { createGroup } from '#lib/access/groups/mutations.ts'
import { groupInput, groupView } from '#lib/access/groups/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'people:read',
    summary: 'Lists groups by name',
    query: groupQuery,
    answer: page(groupView),
    handle: ({ query }) => listGroups(query),
  }),
  POST: serve({
    right: 'people:write',
    summary: 'Makes a group',
    body: groupInput,
    answer: groupView,
    status: 201,
    handle: ({ body, person }) => createGroup(body, person),
  }),
})
