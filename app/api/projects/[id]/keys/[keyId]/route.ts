import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneKeyOfProject } from '#app/api/_shapes/projects.ts'
import { revealKey, revokeKey } from '#lib/projects/keys/mutations.ts'
import { wholeKey } from '#lib/projects/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'projects:write',
    summary: 'Reads a pair of keys with the private one, for admins',
    params: oneKeyOfProject,
    answer: wholeKey,
    handle: ({ params, person }) => revealKey(params.id, params.keyId, { actor: person }),
  }),
  DELETE: serve({
    right: 'projects:write',
    summary: 'Revokes a pair of keys: from now on nobody gets in with it',
    params: oneKeyOfProject,
    answer: null,
    handle: ({ params, person }) => revokeKey(params.id, params.keyId, { actor: person }),
  }),
})
