import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { projectQuery } from '#app/api/_shapes/projects.ts'
import { reachOf } from '#lib/access/reach.ts'
import { listProjects } from '#lib/projects/data.ts'
import { asSeenBy } from '#lib/projects/keys/seen.ts'
import { createProject } from '#lib/projects/mutations.ts'
import { projectInput, projectView } from '#lib/projects/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'projects:read',
    summary: 'Lists the projects by number',
    query: projectQuery,
    answer: page(projectView),
    async handle({ query, person }) {
      const { items, next } = await listProjects(reachOf(person), query)
      return { items: items.map(project => asSeenBy(person, project)), next }
    },
  }),
  POST: serve({
    right: 'projects:write',
    summary: 'Makes a project, with a pair of keys',
    body: projectInput,
    answer: projectView,
    status: 201,
    handle: ({ body, person }) => createProject(body, { actor: person }),
  }),
})
