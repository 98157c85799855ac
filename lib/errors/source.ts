import { z } from 'zod'
import { THRESHOLDS, violations } from '#lib/errors/alarms.ts'
import type { Signature } from '#lib/errors/data.ts'
import { getSignature } from '#lib/errors/detail/data.ts'
import { levelName, sliceName } from '#lib/errors/schema.ts'
import { SLICES, type SliceName } from '#lib/errors/slices.ts'
import { orderedRange, question, rangeOf, when, which } from '#lib/errors/source/arguments.ts'
import {
  countErrors,
  foundedSince,
  intakeActivity,
  knownRoot,
  regressedSince,
  topSignatures,
} from '#lib/errors/source/data.ts'
import { moment } from '#lib/errors/times.ts'
import { timeseriesOf } from '#lib/errors/timeseries/data.ts'
import { defineSource } from '#lib/plugin.ts'

const count = z.int()
const { signature: _, ...others } = which
const asked = question.optional().meta({ title: 'which' })
const since = moment.meta({ title: 'since' })
const HOUR_MS = 3_600_000
const ALARM_SLICE: SliceName = '5_minute'
const CHART_SLICE: SliceName = 'minute'

const counted = z.object({
  id: count,
  template: z.string(),
  name: z.string(),
  project: z.string(),
  state: z.string(),
  count,
})

const fresh = z.array(
  z.object({
    id: count,
    template: z.string(),
    name: z.string(),
    project: z.string(),
    level: z.string(),
    count,
    firstSeen: z.string(),
    at: z.string().describe('When it was founded, or came again.'),
  }),
)

const optional = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape).optional().meta({ title: 'which' })

const narrowed = optional({ project: which.project, level: levelName.optional() })

/** The errors of everything that sends them here. */
export const errors = defineSource({
  id: 'errors',
  label: 'Errors',
  description: 'Errors that came in, grouped into signatures and counted.',
  config: z.object({}),

  methods: method => ({
    count: method({
      description: 'How many errors came, in the slice that ends now (default an hour) or a range.',
      args: [asked],
      returns: count,
      call: (_, [{ query, slice, from, to, ...filter } = {}], { reach }) =>
        countErrors({
          ...{ ...filter, reach, q: query },
          range: rangeOf({ slice, from, to }, new Date()),
        }),
    }),
    rate: method({
      description: 'Errors per second, in the slice that ends now (default an hour) or a range.',
      args: [asked],
      returns: z.number(),
      async call(_, [{ query, slice, from, to, ...filter } = {}], { reach }) {
        const now = new Date()
        const range = rangeOf({ slice, from, to }, now)
        const total = await countErrors({ ...filter, reach, q: query, range })
        const end = Math.min(range.to.getTime(), Math.max(now.getTime(), range.from.getTime()))
        return total / Math.max(1, (end - range.from.getTime()) / 1_000)
      },
    }),
    timeseries: method({
      description: 'Errors over time, by slices (default minute); without `from` the last hour.',
      args: [optional({ ...which, ...when })],
      returns: z.object({
        slice: z.string(),
        resolution: z.string().describe('How exact the ends of the range are.'),
        count,
        points: z.array(z.tuple([z.number(), z.number()])).describe('[Unix ms, count]'),
      }),
      async call(
        _,
        [{ signature, query, slice = CHART_SLICE, from, to, ...filter } = {}],
        { reach },
      ) {
        const end = to ?? new Date()
        const { resolution, total } = await timeseriesOf({
          ...{ ...filter, reach, q: query, slice, lines: 1 },
          id: signature === undefined ? undefined : await knownRoot(reach, signature),
          range: orderedRange(from ?? new Date(end.getTime() - HOUR_MS), end),
        })
        return { slice, resolution, ...total }
      },
    }),
    top: method({
      description: 'The n most frequent signatures, in the slice that ends now or a range.',
      args: [z.int().min(1).max(100).meta({ title: 'n' }), optional({ ...others, ...when })],
      returns: z.array(counted),
      async call(_, [n, { query, slice, from, to, ...filter } = {}], { reach }) {
        const range = rangeOf({ slice, from, to }, new Date())
        const signatures = await topSignatures({ ...filter, reach, q: query, range }, n)
        return signatures.map(countedOf)
      },
    }),
    above: method({
      description: 'Signatures that came more often than a threshold in the slice that ends now.',
      args: [
        optional({
          ...which,
          slice: sliceName.optional().describe('Default `5_minute`.'),
          thresholds: z
            .array(z.number().min(0))
            .min(1)
            .max(10)
            .optional()
            .describe('Default 10, 100 and 1000.'),
        }),
      ],
      returns: z.array(counted.extend({ threshold: z.number(), message: z.string() })),
      async call(
        _,
        [{ signature, query, slice = ALARM_SLICE, thresholds, ...filter } = {}],
        { reach },
      ) {
        const levels = thresholds ?? Object.values(THRESHOLDS)
        const ids = signature === undefined ? undefined : [await knownRoot(reach, signature)]
        const range = rangeOf({ slice }, new Date())
        const found = await topSignatures(
          { ...filter, reach, q: query, range, above: Math.min(...levels), ids },
          100,
        )
        const named = found.map(one => ({ ...countedOf(one), name: one.name || one.template }))
        return violations(named, SLICES[slice], levels).map(({ of, threshold, message }) => ({
          ...{ ...of, threshold, message },
        }))
      },
    }),
    newSignatures: method({
      description: 'Signatures that were founded since then, newest first, a hundred at most.',
      args: [since, narrowed],
      returns: fresh,
      call: (_, [from, filter = {}], { reach }) => foundedSince(from, { ...filter, reach }),
    }),
    regressed: method({
      description: 'Resolved signatures that came again since then, newest first.',
      args: [since, narrowed],
      returns: fresh,
      call: (_, [from, filter = {}], { reach }) => regressedSince(from, { ...filter, reach }),
    }),
    get: method({
      description: 'One signature: its template, state, counts, hosts, programs and releases.',
      args: [z.int().min(1).meta({ title: 'signature' })],
      returns: counted.extend({
        level: z.string(),
        firstMessage: z.string(),
        firstSeen: z.string(),
        lastSeen: z.string(),
        regressed: z.boolean(),
        hosts: z.array(z.string()),
        programs: z.array(z.string()),
        releases: z.array(z.string()),
      }),
      async call(_, [id], { reach }) {
        const { facets, ...it } = await getSignature(reach, id)
        const names = (facet: 'host' | 'program' | 'release') => facets[facet].map(of => of.value)
        return {
          ...{ id: it.id, template: it.template, name: it.name, project: it.project },
          ...{ state: it.state, count: it.count, level: it.level, regressed: it.regressed },
          firstMessage: it.firstMessage,
          firstSeen: it.firstSeen.toISOString(),
          lastSeen: it.lastSeen.toISOString(),
          hosts: names('host'),
          programs: names('program'),
          releases: names('release'),
        }
      },
    }),
    intake: method({
      description: 'What came in since then, counted or not, and for how many seconds nothing has.',
      args: [
        since,
        optional({
          project: which.project,
          input: z.string().max(50).optional().describe('As `syslog`, `http` or `sentry`.'),
        }),
      ],
      returns: z.object({
        accepted: count,
        dropped: z.record(z.string(), z.number()),
        silentSeconds: z.number().nullable(),
      }),
      call: (_, [from, filter = {}], { reach }) => intakeActivity(reach, from, filter),
    }),
  }),

  check: (_, { reach }) => countErrors({ reach, range: rangeOf({ slice: 'minute' }, new Date()) }),
})

function countedOf({ id, template, name, project, state, inRange }: Signature) {
  return { id, template, name, project, state, count: inRange ?? 0 }
}
