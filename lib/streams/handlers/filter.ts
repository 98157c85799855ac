import { z } from 'zod'
import { matcherOf } from '#lib/events/query/match.ts'
import { QueryMistake } from '#lib/events/query/mistake.ts'
import { parseQuery } from '#lib/events/query/parse.ts'
import { QUERY_LIMIT } from '#lib/events/query/tokens.ts'
import { defineHandler } from '#lib/streams/handlers/contract.ts'

const query = z
  .string()
  .min(1)
  .max(QUERY_LIMIT)
  .superRefine((text, context) => {
    try {
      parseQuery(text)
    } catch (error) {
      if (!(error instanceof QueryMistake)) throw error
      context.addIssue({ code: 'custom', message: error.message })
    }
  })

export const filter = defineHandler({
  id: 'filter',
  label: 'Filter',
  description: 'Hands on the events that fit a query; the steps after it do not see the others.',
  params: z.strictObject({
    where: query.meta({
      title: 'Where',
      description: 'As events are searched.',
      placeholder: 'type = payment and amount > 100',
    }),
  }),

  open({ where }) {
    const fits = matcherOf(parseQuery(where))
    return {
      handle: events =>
        events.filter(event => fits({ ...event, duration: (event.at - event.start) / 1e6 })),
    }
  },
})
