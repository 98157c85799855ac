import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { q } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { readNewest } from '#lib/errors/live/data.ts'
import { newestErrors } from '#lib/errors/live/schema.ts'
import { levelName } from '#lib/errors/schema.ts'

const query = z.strictObject({
  project: z.string().max(64).optional().describe("A project's name."),
  level: levelName.optional().describe('This level and worse ones.'),
  host: z.string().max(500).optional(),
  q,
})

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary: 'The newest errors as they come in, of all signatures',
    query,
    answer: newestErrors,
    handle: ({ query, person }) => readNewest(reachOf(person), query),
  }),
})
