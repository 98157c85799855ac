import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { longId } from '#app/api/_shapes/lists.ts'
import { retryPost } from '#lib/streams/posts/mutations.ts'
import { wholePost } from '#lib/streams/posts/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'deliveries:retry',
    summary: 'Sends a post again at once, one that waits or a dead one',
    params: z.object({ id: longId }),
    answer: wholePost,
    handle: ({ params, person }) => retryPost(params.id, person),
  }),
})
