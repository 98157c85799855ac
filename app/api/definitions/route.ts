import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { definition, definitionQuery } from '#app/api/_shapes/definitions.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getDefinition, listDefinitions } from '#lib/streams/definitions/data.ts'
import { createDefinition, replaceDefinitions } from '#lib/streams/definitions/mutations.ts'
import { definitionInput, definitionsFile } from '#lib/streams/definitions/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'Lists event definitions in their order',
    query: definitionQuery,
    answer: page(definition),
    handle: ({ query, person }) => listDefinitions(reachOf(person), query),
  }),
  POST: serve({
    right: 'streams:write',
    summary: 'Adds an event definition, as the last one unless it has a position',
    body: definitionInput,
    answer: definition,
    status: 201,
    handle: async ({ body, person }) =>
      getDefinition(reachOf(person), await createDefinition(body, person)),
  }),
  PUT: serve({
    right: 'streams:write',
    summary: 'Makes the event definitions of a project those of a file',
    body: definitionsFile,
    answer: null,
    handle: ({ body, person }) => replaceDefinitions(body, person),
  }),
})
