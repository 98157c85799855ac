import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { longId } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getPost } from '#lib/streams/posts/data.ts'
import { wholePost } from '#lib/streams/posts/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'Reads what a webhook of a pipeline sends, with its attempts',
    params: z.object({ id: longId }),
    answer: wholePost,
    handle: ({ params, person }) => getPost(reachOf(person), params.id),
  }),
})
