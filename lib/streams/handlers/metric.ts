import { z } from 'zod'
import { FILTERS_LIMIT, problemOf } from '#lib/metrics/intake/fit.ts'
import { KINDS } from '#lib/metrics/terms.ts'
import { binOfMember } from '#lib/metrics/uniques.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import type { Plain } from '#lib/plugin.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import { defineHandler } from '#lib/streams/handlers/contract.ts'
import { moments, values, valuesOf } from '#lib/streams/handlers/settings.ts'
import { type Filling, template, templateOf } from '#lib/streams/template.ts'

const NAME_LIMIT = 250

export const metric = defineHandler({
  id: 'metric',
  label: 'Metric',
  description: 'Counts or measures the stream in the metric store.',
  params: z.strictObject({
    name: template(NAME_LIMIT).min(1).meta({ title: 'Name', placeholder: 'orders.completed' }),
    kind: z.enum(KINDS).default('counter').meta({ title: 'Kind' }),
    value: z.union([template(), z.number()]).default(1).meta({
      title: 'Value',
      description:
        'A number, or a place: {{events.length}}, {{last.amount}}, {{stream.seconds}}. Of a set, any text.',
    }),
    between: z
      .array(z.string().min(1).max(NAME_LIMIT))
      .length(2, 'names two types of events')
      .optional()
      .meta({
        title: 'Between',
        description:
          'Two types of events. The value is then how long it took, in seconds, from the first of the one to the last of the other.',
      }),
    filters: values
      .refine(given => Object.keys(given).length <= FILTERS_LIMIT, `has more than ${FILTERS_LIMIT}`)
      .default({})
      .meta({ title: 'Filters', description: 'By name, with {{places}}.' }),
    at: moments.meta({ title: 'Time', description: 'Now, or that of the last event.' }),
  }),

  open({ name, kind, value, between, filters, at }, { stream, log }) {
    const nameOf = templateOf(name)
    const filtersOf = valuesOf(filters)
    const given = typeof value === 'string' ? templateOf(value) : null
    let update: MetricUpdate | undefined

    const found = (filling: Filling): Plain | undefined => {
      if (between) return secondsBetween(filling.events, between)
      return given ? given.value(filling) : value
    }

    function updateOf(filling: Filling): MetricUpdate | string {
      const measured = found(filling)
      const number = kind === 'set' ? binOfMember(textOf(measured)) : numberOf(measured)
      if (Number.isNaN(number)) return `the value ${JSON.stringify(measured ?? null)} is no number`
      const update: MetricUpdate = {
        ...{ name: nameOf.text(filling), kind, value: number, times: 1 },
        at: at === 'stream' ? stream.lastEvent / 1e6 : Date.now() / 1000,
        filters: Object.entries(filtersOf(filling))
          .map(([name, value]) => ({ name, values: [textOf(value)] }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      }
      return problemOf(update) ?? update
    }

    return {
      handle(events) {
        const counted = updateOf({ stream, events })
        if (typeof counted === 'string') log('warn', `Nothing is counted: ${counted}.`)
        else update = counted
        return events
      },
      commit(effects) {
        if (update) effects.metrics.push(update)
      },
    }
  },
})

const textOf = (value: Plain = '') => (typeof value === 'string' ? value : JSON.stringify(value))

const numberOf = (value: Plain = ''): number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
    ? Number(value)
    : Number.NaN

/** Undefined when one of the two did not come. */
function secondsBetween(
  events: readonly StreamEvent[],
  [from, to]: readonly string[],
): number | undefined {
  const first = events.find(({ type }) => type === from)
  const last = events.findLast(({ type }) => type === to)
  return first && last && (last.at - first.at) / 1e6
}
