import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { page, paging } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { listPosts } from '#lib/streams/posts/data.ts'
import { postFilter, postView } from '#lib/streams/posts/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'Lists what webhooks of pipelines send, newest first',
    query: paging.extend(postFilter.shape),
    answer: page(postView),
    handle: ({ query, person }) => listPosts(reachOf(person), query),
  }),
})
