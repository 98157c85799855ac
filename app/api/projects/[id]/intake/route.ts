import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { intakeQuery, oneProject } from '#app/api/_shapes/projects.ts'
import { reachOf } from '#lib/access/reach.ts'
import { readIntake } from '#lib/projects/intake/data.ts'
import { intakeView } from '#lib/projects/intake/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'projects:read',
    summary: 'What came in for a project and what was dropped, by input and reason',
    params: oneProject,
    query: intakeQuery,
    answer: intakeView,
    handle: ({ params, query, person }) => readIntake(reachOf(person), params.id, query),
  }),
})
