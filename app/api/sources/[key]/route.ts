import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneKey } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getSource } from '#lib/sources/data.ts'
import { deleteSource, updateSource } from '#lib/sources/mutations.ts'
import { sourcePatch, sourceView } from '#lib/sources/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'sources:read',
    summary: 'Reads a source; secrets that are set show as ********',
    params: oneKey,
    answer: sourceView,
    handle: ({ params, person }) => getSource(reachOf(person), params.key),
  }),
  PATCH: serve({
    right: 'sources:write',
    summary: 'Changes a source; a secret that is left out or comes back masked stays',
    params: oneKey,
    body: sourcePatch,
    answer: sourceView,
    handle: ({ params, body, person }) => updateSource(params.key, body, { actor: person }),
  }),
  DELETE: serve({
    right: 'sources:write',
    summary: 'Deletes a source',
    params: oneKey,
    answer: null,
    handle: ({ params, person }) => deleteSource(params.key, { actor: person }),
  }),
})
