import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneStream } from '#app/api/_shapes/streams.ts'
import { anything } from '#app/v1/_answer.ts'
import { type Reach, reachOf } from '#lib/access/reach.ts'
import { getStream } from '#lib/streams/data.ts'
import { purgeStreams, resetStreams } from '#lib/streams/mutations.ts'
import { eventJson, streamJson } from '#lib/streams/quincy/json.ts'
import { eventsOf } from '#lib/streams/reading/events/data.ts'

const MOST_EVENTS = 1_000

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'A stream, with `details` its events too, as Quincy answered it',
    params: oneStream,
    query: z.object({ details: z.string().optional() }),
    answer: anything,
    handle: async ({ params: { id }, query: { details }, person }) => [
      await oldStream(reachOf(person), id, isYes(details)),
    ],
  }),
  PUT: serve({
    right: 'streams:write',
    summary: 'Tries a stream again, as with Quincy',
    params: oneStream,
    answer: null,
    handle: ({ params: { id }, person }) => resetStreams([String(id)], person),
  }),
  DELETE: serve({
    right: 'streams:write',
    summary: 'Deletes a stream, as with Quincy',
    params: oneStream,
    answer: null,
    handle: ({ params: { id }, person }) => purgeStreams([String(id)], person),
  }),
})

async function oldStream(reach: Reach, id: number, withEvents: boolean) {
  const stream = await getStream(reach, id)
  const told = streamJson(stream, 'newest')
  if (!withEvents) return told
  const { items } = await eventsOf(stream, { limit: MOST_EVENTS })
  const events = items.flatMap(({ uid, at, event }) =>
    event ? [eventJson({ uid, at, ...event })] : [],
  )
  return { ...told, events }
}

/** `?details` alone says so too. */
const isYes = (text: string | undefined) =>
  text !== undefined && !/^(false|no|0|off|f|n)$/i.test(text)
