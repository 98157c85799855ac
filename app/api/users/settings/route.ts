import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { defaultRole } from '#lib/access/people/data.ts'
import { setDefaultRole } from '#lib/access/people/default-role/mutations.ts'
import { peopleSettings } from '#lib/access/people/schema.ts'

const settings = async () => ({ defaultRole: await defaultRole() })

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'people:read',
    summary: 'Tells which role people have who sign in for the first time',
    answer: peopleSettings,
    handle: settings,
  }),
  PATCH: serve({
    right: 'people:write',
    summary: 'Sets which role people have who sign in for the first time',
    body: peopleSettings,
    answer: peopleSettings,
    async handle({ body, person }) {
      await setDefaultRole(body, person)
      return settings()
    },
  }),
})
