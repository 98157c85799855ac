import { serve } from '#app/_server/endpoint.ts'
import { peopleRules } from '#app/_server/people.ts'
import { routes } from '#app/_server/routes.ts'
import { one } from '#app/api/_shapes/access.ts'
import { getPerson } from '#lib/access/people/data.ts'
import { changePerson, deletePerson } from '#lib/access/people/mutations.ts'
import { personPatch, personView } from '#lib/access/people/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'people:read',
    summary: 'Reads a person',
    params: one,
    answer: personView,
    handle: ({ params }) => getPerson(params.id),
  }),
  PATCH: serve({
    right: 'people:write',
    summary: 'Changes a name or a role, lets somebody in no more, or again',
    params: one,
    body: personPatch,
    answer: personView,
    handle: ({ params, body, person }) => changePerson(params.id, body, person, peopleRules()),
  }),
  DELETE: serve({
    right: 'people:write',
    summary: 'Deletes a person; their sessions end, and the tokens they made are revoked',
    params: one,
    answer: null,
    handle: ({ params, person }) => deletePerson(params.id, person, peopleRules()),
  }),
})
