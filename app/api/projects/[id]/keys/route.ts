import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneProject } from '#app/api/_shapes/projects.ts'
import { giveKey } from '#lib/projects/keys/mutations.ts'
import { wholeKey } from '#lib/projects/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'projects:write',
    summary: 'Gives a project another pair of keys; those it has go on working',
    params: oneProject,
    answer: wholeKey,
    status: 201,
    handle: ({ params, person }) => giveKey(params.id, { actor: person }),
  }),
})
