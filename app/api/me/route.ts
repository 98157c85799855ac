import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { me } from '#app/api/_shapes/access.ts'
import { rightsOf } from '#lib/access/rights.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: null,
    summary: 'Tells who asks, and what they may do',
    answer: me,
    async handle({ person }) {
      const { id, name, role, scope, groups } = person
      return { id, name, role, scope, rights: rightsOf(person), groups }
    },
  }),
})
