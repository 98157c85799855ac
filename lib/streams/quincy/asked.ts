import { z } from 'zod'
import { exactMoment } from '#lib/streams/reading/asked.ts'
import { readTraits } from '#lib/streams/reading/traits.ts'
import { STREAM_STATES } from '#lib/streams/states.ts'

const MOST = 1_000

const limit = z.coerce
  .number()
  .int()
  .min(1)
  .default(200)
  .transform(number => Math.min(number, MOST))
const name = z.string().max(255).optional()
const traits = z
  .string()
  .max(2_000)
  .default('')
  .transform(text => readTraits(withSemicolons(text)))

/** What Quincy took; `name` is what its client sends. Other parts of an address mean nothing, as they did there. */
export const oldStreams = z.object({
  older_than: exactMoment.optional(),
  younger_than: exactMoment.optional(),
  state: z.enum(STREAM_STATES).optional(),
  trigger_name: name,
  name,
  distinguishing_traits: traits,
  mark: z.string().max(20).optional(),
  limit,
})

export const oldEvents = z
  .object({
    from_datetime: exactMoment.optional(),
    to_datetime: exactMoment.optional(),
    event_name: name,
    name,
    traits,
    mark: z.string().max(600).optional(),
    limit,
  })
  .transform(({ name, ...asked }) => ({ ...asked, event_name: asked.event_name ?? name }))
export type OldEventsAsked = z.output<typeof oldEvents>

/** Which streams Quincy meant. */
export const oldFilter = (asked: z.output<typeof oldStreams>) => ({
  trigger: asked.trigger_name ?? asked.name,
  states: asked.state && [asked.state],
  traits: asked.distinguishing_traits,
  olderThan: asked.older_than,
  youngerThan: asked.younger_than,
})

/** Its client separates pairs by commas, which the server never understood. */
const withSemicolons = (text: string): string =>
  text.includes(';') || !text.split(',').every(part => part.includes(':'))
    ? text
    : text.replaceAll(',', ';')
