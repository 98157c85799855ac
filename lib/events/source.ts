import { z } from 'zod'
import type { Reach } from '#lib/access/reach.ts'
import { moment } from '#lib/errors/times.ts'
import { listEvents, measure, measureBy, measureOverTime, questionOf } from '#lib/events/data.ts'
import type { Measure } from '#lib/events/measures.ts'
import { QUERY_LIMIT } from '#lib/events/query/tokens.ts'
import type { Question } from '#lib/events/question.ts'
import { lastOf } from '#lib/events/silence/data.ts'
import { UserError } from '#lib/failures.ts'
import { defineSource } from '#lib/plugin.ts'

const DAY_MS = 86_400_000
/** So far back the last event of a kind is looked for. */
const SILENCE_MS = 366 * DAY_MS
const MOST_SLICES = 5_000

const query = z.string().max(QUERY_LIMIT).meta({ title: 'query' })
const trait = z
  .string()
  .min(1)
  .max(250)
  .meta({ title: 'trait' })
  .describe('A dotted key, such as `response.status`, or `duration` (seconds).')
const asked = {
  project: z.union([z.string(), z.int()]).optional(),
  from: moment.optional(),
  to: moment.optional(),
}
const options = z.strictObject(asked).optional().meta({ title: 'options' })
type Options = z.output<typeof options>

const event = z.object({
  ...{ type: z.string(), id: z.string(), uid: z.string() },
  ...{ project: z.string(), host: z.string(), pid: z.number().nullable() },
  ...{ start: z.string(), at: z.string().describe('Its end.') },
  duration: z.number().describe('In seconds.'),
  traits: z.record(z.string(), z.unknown()).nullable(),
})

/** The events of everything that sends them here. */
export const events = defineSource({
  id: 'events',
  label: 'Events',
  description:
    'What applications tell of their work, one record for each piece of it. A query is as on the page of events: `type:request* response.status >= 500`.',
  config: z.object({}),

  methods: method => {
    const ofNumber = (kind: 'avg' | 'sum' | 'min' | 'max', description: string) =>
      method({
        description: `${description}, in the last hour or a range; null when there is none.`,
        args: [query, trait, options],
        returns: z.number().nullable(),
        call: async (_, [text, of, when], { reach }) =>
          measure(await ask(reach, text, when), { kind, of }),
      })

    return {
      count: method({
        description: 'How many events there were, in the last hour or a range.',
        args: [query, options],
        returns: z.number(),
        call: async (_, [text, when], { reach }) => count(await ask(reach, text, when)),
      }),
      rate: method({
        description: 'How many events there were a second, in the last hour or a range.',
        args: [query, options],
        returns: z.number(),
        async call(_, [text, when], { reach }) {
          const question = await ask(reach, text, when)
          return (await count(question)) / seconds(question)
        },
      }),
      avg: ofNumber('avg', 'The mean of a number'),
      sum: ofNumber('sum', 'The sum of a number'),
      min: ofNumber('min', 'The least of a number'),
      max: ofNumber('max', 'The greatest of a number'),
      percentile: method({
        description:
          'A percentile (0 to 100) of a number, in the last hour or a range; null when there is none.',
        args: [query, trait, z.number().min(0).max(100).meta({ title: 'percent' }), options],
        returns: z.number().nullable(),
        call: async (_, [text, of, percent, when], { reach }) =>
          measure(await ask(reach, text, when), { kind: 'percentile', of, share: percent / 100 }),
      }),
      distinct: method({
        description:
          'How many different values of a trait there were, in the last hour or a range.',
        args: [query, trait, options],
        returns: z.number(),
        call: async (_, [text, of, when], { reach }) =>
          (await measure(await ask(reach, text, when), { kind: 'distinct', of })) ?? 0,
      }),
      by: method({
        description:
          'How many events there were for each value of a trait, the most frequent first.',
        args: [query, trait, options],
        returns: z.array(z.object({ value: z.string().nullable(), count: z.number() })),
        async call(_, [text, of, when], { reach }) {
          const rows = await measureBy(await ask(reach, text, when), { kind: 'count' }, of, 1_000)
          return rows.map(({ value, count }) => ({ value, count }))
        },
      }),
      timeseries: method({
        description:
          'Events over time, by slices of so many seconds (60): how many, or the mean of a number.',
        args: [
          query,
          z
            .strictObject({
              ...asked,
              slice: z.number().positive().optional(),
              avg: z.string().min(1).max(250).optional(),
            })
            .optional()
            .meta({ title: 'options' }),
        ],
        returns: z.array(z.tuple([z.number(), z.number().nullable()])),
        async call(_, [text, { slice = 60, avg, ...when } = {}], { reach }) {
          const question = await ask(reach, text, when)
          if (seconds(question) / slice > MOST_SLICES)
            throw new UserError(`That would be more than ${MOST_SLICES} slices.`, {
              fields: { slice: 'is too short for this range' },
            })
          const what: Measure = avg === undefined ? { kind: 'count' } : { kind: 'avg', of: avg }
          return measureOverTime(question, what, slice)
        },
      }),
      find: method({
        description: 'The newest events, 100 at most.',
        args: [query, options, z.int().min(1).max(100).optional().meta({ title: 'limit' })],
        returns: z.array(event),
        async call(_, [text, when, limit = 10], { reach }) {
          const { items } = await listEvents(await ask(reach, text, when), { limit })
          return items.map(item => ({
            ...item,
            ...{ start: item.start.toISOString(), at: item.at.toISOString() },
          }))
        },
      }),
      silence: method({
        description:
          'How many seconds ago the last event of a type (`backup`, `backup.*`) ended, on any host or one; null when there was none in a year.',
        args: [
          z.string().min(1).max(200).meta({ title: 'type' }),
          z.string().min(1).max(255).optional().meta({ title: 'host' }),
          options,
        ],
        returns: z.number().nullable(),
        async call(_, [type, host, when], { reach }) {
          const now = new Date()
          const from = when?.from ?? new Date(now.getTime() - SILENCE_MS)
          const question = await ask(reach, '', { ...when, from })
          const at = await lastOf(question, { type, host })
          return at && Math.max(0, (now.getTime() - at.getTime()) / 1000)
        },
      }),
    }
  },

  check: async () => {},
})

const ask = (reach: Reach, query: string, when: Options): Promise<Question> =>
  questionOf(reach, { ...when, query })

const count = async (question: Question) => (await measure(question, { kind: 'count' })) ?? 0

const seconds = ({ from, to }: Question) => Math.max((to.getTime() - from.getTime()) / 1000, 0.001)
