import { z } from 'zod'
import { key } from '#lib/monitors/schema.ts'

const LIMIT = 200

/** What every list takes. */
export const paging = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .default(50)
    .transform(limit => Math.min(limit, LIMIT))
    .describe(`Items of a page; more than ${LIMIT} are never given.`),
  cursor: z.string().max(200).optional().describe('`next` of the page before.'),
})

export const q = z.string().trim().max(200).optional().describe('Text to search for.')

/** A page of a list. */
export const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().nullable().describe('The cursor of the next page; null on the last one.'),
  })

export const moment = z.iso.datetime()

/** An id in a path. The largest that the database's `integer` holds has ten digits; nine are enough. */
export const id = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number)
/** The id of a run, a transition or a delivery, which are many. */
export const longId = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number)
export const oneMonitor = z.object({ id })
export const oneKey = z.object({ key })
