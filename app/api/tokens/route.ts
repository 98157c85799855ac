import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { tokenQuery } from '#app/api/_shapes/access.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { listTokens } from '#lib/access/tokens/data.ts'
import { createToken } from '#lib/access/tokens/mutations.ts'
import { newTokenView, tokenInput, tokenView } from '#lib/access/tokens/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'tokens:read',
    summary: 'Lists the API tokens, newest first, revoked ones too',
    query: tokenQuery,
    answer: page(tokenView),
    handle: ({ query }) => listTokens(query),
  }),
  POST: serve({
    right: 'tokens:write',
    summary: 'Makes an API token; only this answer has its secret',
    body: tokenInput,
    answer: newTokenView,
    status: 201,
    handle: ({ body, person }) => createToken(body, person),
  }),
})
