import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneStream, stream } from '#app/api/_shapes/streams.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getStream } from '#lib/streams/data.ts'
import { resetStreams } from '#lib/streams/mutations.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'streams:write',
    summary: 'Tries the pipeline of a stream again at once, where it failed',
    params: oneStream,
    answer: stream,
    async handle({ params: { id }, person }) {
      await resetStreams([String(id)], person)
      return getStream(reachOf(person), id)
    },
  }),
})
