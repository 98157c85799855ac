import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { anything } from '#app/v1/_answer.ts'
import { reachOf } from '#lib/access/reach.ts'
import { listStreams } from '#lib/streams/data.ts'
import { oldFilter, oldStreams } from '#lib/streams/quincy/asked.ts'
import { streamJson } from '#lib/streams/quincy/json.ts'
import { pageAt } from '#lib/streams/reading/mark.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'Streams, as Quincy answered them',
    query: oldStreams,
    answer: anything,
    async handle({ query, person }) {
      const page = pageAt(query.mark)
      const paging = { ...page, limit: query.limit }
      const { items } = await listStreams(reachOf(person), oldFilter(query), paging)
      return items.map(stream => streamJson(stream, page.order))
    },
  }),
})
