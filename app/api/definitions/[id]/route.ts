import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { definition, oneDefinition } from '#app/api/_shapes/definitions.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getDefinition } from '#lib/streams/definitions/data.ts'
import { deleteDefinition, updateDefinition } from '#lib/streams/definitions/mutations.ts'
import { definitionPatch } from '#lib/streams/definitions/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'Reads an event definition',
    params: oneDefinition,
    answer: definition,
    handle: ({ params, person }) => getDefinition(reachOf(person), params.id),
  }),
  PATCH: serve({
    right: 'streams:write',
    summary: 'Changes an event definition, or moves it',
    params: oneDefinition,
    body: definitionPatch,
    answer: definition,
    async handle({ params, body, person }) {
      await updateDefinition(params.id, body, person)
      return getDefinition(reachOf(person), params.id)
    },
  }),
  DELETE: serve({
    right: 'streams:write',
    summary: 'Deletes an event definition; that can be undone',
    params: oneDefinition,
    answer: null,
    handle: ({ params, person }) => deleteDefinition(params.id, person),
  }),
})
