import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneProject } from '#app/api/_shapes/projects.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getProject } from '#lib/projects/data.ts'
import { asSeenBy } from '#lib/projects/keys/seen.ts'
import { deleteProject, updateProject } from '#lib/projects/mutations.ts'
import { projectPatch, projectView } from '#lib/projects/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'projects:read',
    summary: 'Reads a project',
    params: oneProject,
    answer: projectView,
    handle: async ({ params, person }) =>
      asSeenBy(person, await getProject(reachOf(person), params.id)),
  }),
  PATCH: serve({
    right: 'projects:write',
    summary: 'Changes a project',
    params: oneProject,
    body: projectPatch,
    answer: projectView,
    handle: ({ params, body, person }) => updateProject(params.id, body, { actor: person }),
  }),
  DELETE: serve({
    right: 'projects:write',
    summary: 'Deletes a project with its keys, signatures, counts and examples',
    params: oneProject,
    answer: null,
    handle: ({ params, person }) => deleteProject(params.id, { actor: person }),
  }),
})
