import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { changed } from '#app/api/_shapes/errors.ts'
import { operateOn } from '#lib/errors/mutations.ts'
import { bulkOperation } from '#lib/errors/operations/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'errors:write',
    summary: 'Resolves, reopens, mutes, merges or deletes signatures, all of them or none',
    body: bulkOperation,
    answer: changed,
    handle: async ({ body, person }) => ({ changes: await operateOn(body, person) }),
  }),
})
