import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { peopleQuery } from '#app/api/_shapes/access.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { listPeople } from '#lib/access/people/data.ts'
import { createPerson } from '#lib/access/people/mutations.ts'
import { personInput, personView } from '#lib/access/people/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'people:read',
    summary: 'Lists people by their address',
    query: peopleQuery,
    answer: page(personView),
    handle: ({ query }) => listPeople(query),
  }),
  POST: serve({
    right: 'people:write',
    summary: 'Makes a person before they sign in for the first time',
    body: personInput,
    answer: personView,
    status: 201,
    handle: ({ body, person }) => createPerson(body, person),
  }),
})
