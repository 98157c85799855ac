import { z } from 'zod'
import type { Reach } from '#lib/access/reach.ts'
import { moment } from '#lib/errors/times.ts'
import { defineSource } from '#lib/plugin.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import { countStreams, listStreams } from '#lib/streams/data.ts'
import {
  countsByTrigger,
  failedSince,
  happened,
  oldestActive,
} from '#lib/streams/reading/figures/data.ts'
import type { StreamFilter } from '#lib/streams/reading/filter.ts'
import { STREAM_STATES, totalOf } from '#lib/streams/states.ts'
import type { Counter } from '#lib/streams/statistics/counters.ts'

const HOUR_MS = 3_600_000

const state = z.enum(STREAM_STATES)
const which = {
  trigger: z.union([z.string(), z.int()]).optional().describe('Name or number.'),
  project: z.union([z.string(), z.int()]).optional(),
}
const asked = {
  ...which,
  state: z.union([state, z.array(state)]).optional(),
  traits: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
}
const when = { ...which, from: moment.optional(), to: moment.optional() }
const options = z.strictObject(asked).optional().meta({ title: 'options' })
type Options = z.output<typeof options>

const range = z.strictObject(when).optional().meta({ title: 'options' })

const stream = z.object({
  ...{ id: z.number(), trigger: z.string(), project: z.string(), state },
  traits: z.record(z.string(), z.json()),
  ...{ firstEvent: z.string(), lastEvent: z.string(), expireAt: z.string() },
  fireAt: z.string().nullable(),
  ...{ events: z.number(), error: z.string().nullable() },
})

/** What triggers have collected. */
export const streams = defineSource({
  id: 'streams',
  label: 'Streams',
  description:
    'What triggers have collected: how many streams there are in which state, and what became of them.',
  config: z.object({}),

  methods: method => {
    const ofCounter = (counter: Counter, description: string) =>
      method({
        description: `${description}, in the last hour or a range, by the minute.`,
        args: [range],
        returns: z.number(),
        async call(_, [asked = {}], { reach }) {
          const { to = new Date(), from = new Date(to.getTime() - HOUR_MS), ...rest } = asked
          return happened(reach, await filterOf(reach, rest), counter, { from, to })
        },
      })

    return {
      count: method({
        description: 'How many streams there are, in one state or in any.',
        args: [options],
        returns: z.number(),
        async call(_, [asked], { reach }) {
          const filter = await filterOf(reach, asked)
          return totalOf(await countStreams(reach, filter), filter.states)
        },
      }),
      states: method({
        description: 'How many streams there are in each state.',
        args: [options],
        returns: z.record(state, z.number()),
        call: async (_, [asked], { reach }) => countStreams(reach, await filterOf(reach, asked)),
      }),
      by: method({
        description: 'How many streams each trigger has in each state, the most first.',
        args: [options],
        returns: z.array(
          z.object({ trigger: z.string(), project: z.string(), state, count: z.number() }),
        ),
        async call(_, [asked], { reach }) {
          const rows = await countsByTrigger(reach, await filterOf(reach, asked))
          return rows.map(({ triggerId: _, ...row }) => row)
        },
      }),
      oldest: method({
        description:
          'For how many seconds the oldest stream has collected that is still active; null when there is none.',
        args: [options],
        returns: z.number().nullable(),
        async call(_, [asked], { reach }) {
          const at = await oldestActive(reach, await filterOf(reach, asked))
          return at && Math.max(0, (Date.now() - at.getTime()) / 1000)
        },
      }),
      failed: method({
        description:
          'How many streams failed, in the last hour or since a moment, and have not been tried again.',
        args: [
          z
            .strictObject({ ...which, since: moment.optional() })
            .optional()
            .meta({ title: 'options' }),
        ],
        returns: z.number(),
        async call(_, [{ since = new Date(Date.now() - HOUR_MS), ...asked } = {}], { reach }) {
          return failedSince(reach, await filterOf(reach, asked), since)
        },
      }),
      opened: ofCounter('New stream', 'How many streams were opened'),
      fired: ofCounter('Streams fired', 'How many streams fired'),
      expired: ofCounter('Streams expired', 'How many streams expired'),
      find: method({
        description: 'The newest streams, 100 at most.',
        args: [options, z.int().min(1).max(100).optional().meta({ title: 'limit' })],
        returns: z.array(stream),
        async call(_, [asked, limit = 10], { reach }) {
          const { items } = await listStreams(reach, await filterOf(reach, asked), { limit })
          return items.map(({ eventCount: events, ...item }) => ({
            ...{ id: item.id, trigger: item.trigger, project: item.project, state: item.state },
            ...{ traits: item.traits, firstEvent: item.firstEvent, lastEvent: item.lastEvent },
            ...{ expireAt: item.expireAt, fireAt: item.fireAt, events, error: item.error },
          }))
        },
      }),
    }
  },

  check: async () => {},
})

async function filterOf(
  reach: Reach,
  { trigger, project, state, traits = {} }: NonNullable<Options> = {},
): Promise<StreamFilter> {
  return {
    trigger: trigger === undefined ? undefined : String(trigger),
    projectId:
      project === undefined ? undefined : (await getProjectNamed(reach, String(project))).id,
    states: state === undefined ? undefined : [state].flat(),
    traits: Object.entries(traits).map(([name, value]) => ({ name, value: String(value) })),
  }
}
