import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { pluginQuery } from '#app/api/_shapes/plugins.ts'
import { reachOf } from '#lib/access/reach.ts'
import { listSources } from '#lib/sources/data.ts'
import { createSource } from '#lib/sources/mutations.ts'
import { sourceInput, sourceView } from '#lib/sources/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'sources:read',
    summary: 'Lists the configured sources by key',
    query: pluginQuery,
    answer: page(sourceView),
    handle: ({ query, person }) => listSources(reachOf(person), query),
  }),
  POST: serve({
    right: 'sources:write',
    summary: 'Configures a source',
    body: sourceInput,
    answer: sourceView,
    status: 201,
    handle: ({ body, person }) => createSource(body, { actor: person }),
  }),
})
