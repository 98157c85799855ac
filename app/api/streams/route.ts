import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { stream, streamQuery } from '#app/api/_shapes/streams.ts'
import { reachOf } from '#lib/access/reach.ts'
import { listStreams } from '#lib/streams/data.ts'
import { filterOf } from '#lib/streams/reading/asked.ts'
import { pageAt } from '#lib/streams/reading/mark.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'Lists streams, the newest first',
    query: streamQuery,
    answer: page(stream),
    async handle({ query: { limit, cursor, mark, ...asked }, person }) {
      const reach = reachOf(person)
      const paging = { limit, ...pageAt(mark), ...(cursor !== undefined && { cursor }) }
      return listStreams(reach, await filterOf(reach, asked), paging)
    },
  }),
})
