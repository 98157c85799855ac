import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { one } from '#app/api/_shapes/access.ts'
import { getToken } from '#lib/access/tokens/data.ts'
import { revokeToken } from '#lib/access/tokens/mutations.ts'
import { tokenView } from '#lib/access/tokens/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'tokens:read',
    summary: 'Reads an API token, without its secret',
    params: one,
    answer: tokenView,
    handle: ({ params }) => getToken(params.id),
  }),
  DELETE: serve({
    right: 'tokens:write',
    summary:
      'Revokes an API token and those made with it: from now on nobody gets in with them, and what they have open ends',
    params: one,
    answer: null,
    handle: ({ params, person }) => revokeToken(params.id, person),
  }),
})
