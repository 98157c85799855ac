import { z } from 'zod'
import { longId, paging } from '#app/api/_shapes/lists.ts'
import { askedStreams } from '#lib/streams/reading/asked.ts'
import { STREAM_STATES } from '#lib/streams/states.ts'

/** Exact to the microsecond. */
const moment = z.iso.datetime()

export const streamQuery = paging.extend({
  ...askedStreams.shape,
  mark: z
    .string()
    .regex(/^\+?[\da-f]{0,12}$/i)
    .optional()
    .describe(
      'Winchester’s: begins after the stream with this hexadecimal id; with `+`, oldest first.',
    ),
})

export const stream = z.strictObject({
  id: z.int(),
  project: z.string(),
  projectId: z.int(),
  trigger: z.string().describe('Its name.'),
  triggerId: z.int(),
  version: z.int().describe('Of the trigger, when the stream was opened.'),
  state: z.enum(STREAM_STATES),
  serial: z.int().describe('One more with every change of state.'),
  open: z.boolean().describe('Whether events come to it still.'),
  traits: z
    .record(z.string(), z.json())
    .describe('Distinguishing values; times are `{ datetime }`, ranges `{ begin, end }`.'),
  firstEvent: moment,
  lastEvent: moment,
  expireAt: moment,
  fireAt: moment.nullable().describe('Null: not all that it waits for is there.'),
  dueAt: moment.nullable().describe('When an engine looks at it next; null: never.'),
  eventCount: z.int(),
  depth: z.int().describe('How many pipelines led to it.'),
  attempts: z.int().describe('Of the pipeline that is due.'),
  error: z.string().nullable(),
  openedAt: moment,
  changedAt: moment,
})

export const oneStream = z.object({ id: longId })
