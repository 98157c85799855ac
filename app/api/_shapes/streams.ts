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

const wanted = z.strictObject({
  words: z.string().describe('Which events: `order.paid with total > 100`.'),
  needed: z.int(),
  met: z.int().describe('How many of the stream’s events are such.'),
})

export const streamEvent = z.strictObject({
  uid: z.string(),
  at: moment.describe('Its end.'),
  event: z
    .strictObject({
      type: z.string(),
      id: z.string(),
      host: z.string(),
      pid: z.int().nullable(),
      duration: z.number().describe('In seconds.'),
      traits: z.record(z.string(), z.unknown()).nullable(),
    })
    .nullable()
    .describe('Null: it is not kept any longer.'),
})

export const streamDetail = stream.extend({
  waitsFor: z.array(wanted).describe('All that has to come before it fires.'),
  firePipeline: z.string().nullable(),
  expirePipeline: z.string().nullable(),
  expiration: z.string().describe('A time expression.'),
  fireDelay: z.number().describe('Seconds from being complete to firing.'),
  events: z.array(streamEvent).describe('The first ones; the others are at `/events`.'),
  log: z
    .array(
      z.strictObject({
        id: z.int(),
        at: moment,
        pipeline: z.string(),
        attempt: z.int(),
        handler: z.string().nullable(),
        level: z.enum(['info', 'warn', 'error']),
        message: z.string(),
      }),
    )
    .describe('What pipelines said.'),
})

export const streamCounts = z.strictObject({
  total: z.int(),
  states: z.record(z.enum(STREAM_STATES), z.int()),
})

/** Which streams something is done to. */
export const streamsMeant = askedStreams.extend({
  state: z.array(z.enum(STREAM_STATES)).min(1).optional(),
})

export const streamsDone = z.strictObject({
  count: z.int(),
  more: z.boolean().describe('Whether there are more: ask again.'),
})
