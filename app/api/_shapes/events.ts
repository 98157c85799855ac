import { z } from 'zod'
import { moment, paging } from '#app/api/_shapes/lists.ts'
import { moment as time } from '#lib/errors/times.ts'
import { QUERY_LIMIT } from '#lib/events/query/tokens.ts'

export const eventQuery = paging.extend({
  q: z
    .string()
    .max(QUERY_LIMIT)
    .optional()
    .describe('As on the page of events: `type:request* response.status >= 500`.'),
  project: z.string().max(100).optional().describe('Name or number.'),
  from: time.optional().describe('Date, Unix time or `-10min`; default an hour before `to`.'),
  to: time.optional().describe('Likewise; default now.'),
})

export const exportQuery = eventQuery.omit({ limit: true, cursor: true })

export const archiveQuery = paging.extend({ project: eventQuery.shape.project })

export const archivedDay = z.strictObject({
  day: z.iso.date(),
  bytes: z.int(),
  types: z.array(
    z.strictObject({
      type: z.string(),
      project: z.string(),
      files: z.int(),
      bytes: z.int().describe('As they are packed.'),
    }),
  ),
})

export const liveQuery = z.strictObject({
  q: eventQuery.shape.q,
  project: eventQuery.shape.project,
})

export const event = z.strictObject({
  type: z.string(),
  id: z.string().describe('Shared by the events of one tree of contexts.'),
  uid: z.string(),
  project: z.string(),
  host: z.string(),
  pid: z.int().nullable(),
  start: moment,
  at: moment.describe('Its end.'),
  duration: z.number().describe('In seconds.'),
  traits: z.record(z.string(), z.unknown()).nullable(),
})

export const eventTree = z.strictObject({
  items: z.array(event).describe('By their beginning.'),
})

const name = z.string().min(1).max(201)

export const oneTree = z.object({ id: name })

export const oneEvent = z.object({ id: name, uid: name })
