import { z } from 'zod'
import { moment } from '#app/api/_shapes/lists.ts'
import { ENDS } from '#lib/streams/replay/result.ts'

const event = z.strictObject({ uid: z.string(), type: z.string(), at: moment })
const count = z.int()

const stream = z.strictObject({
  traits: z.record(z.string(), z.unknown()),
  state: z.enum(ENDS),
  openedAt: moment,
  firstEvent: moment,
  lastEvent: moment,
  fireAt: moment.nullable(),
  expireAt: moment,
  endedAt: moment.nullable(),
  waitsFor: z.array(z.strictObject({ words: z.string(), needed: count, met: count })),
  eventCount: count,
  events: z.array(event).describe('The first ones.'),
})

const looked = z.strictObject({
  criteria: z.string().describe('`Match 1`, `Distinguish`, `Fire 2`.'),
  checks: count,
  passed: count,
  reasons: z.array(z.strictObject({ reason: z.string(), count, examples: z.array(event) })),
})

export const replayed = z.strictObject({
  from: moment,
  missing: z
    .string()
    .nullable()
    .describe('That the store has no events of the beginning of the range.'),
  to: moment.describe('Where it ended.'),
  stopped: z.string().nullable().describe('Why it ended before the range did.'),
  events: z
    .strictObject({ read: count, taken: count })
    .describe('Those of types that the trigger takes.'),
  others: z
    .strictObject({
      count,
      types: z.array(z.strictObject({ type: z.string(), count })),
    })
    .nullable()
    .describe('Events of other types; null: too many to be counted in time.'),
  opened: count,
  fired: count,
  expired: count,
  active: count,
  streams: z.array(stream).describe('Some of each end.'),
  looked: z.array(looked),
  report: z.array(z.string()).describe('The same in the lines of Winchester’s log.'),
})
