import { z } from 'zod'
import { lastSlice } from '#lib/errors/alarms.ts'
import { levelName, signatureState, sliceName, type TimeRange } from '#lib/errors/schema.ts'
import { moment, TIME_FORMS } from '#lib/errors/times.ts'
import { UserError } from '#lib/failures.ts'

const time = moment.optional()

/** Which errors. */
export const which = {
  signature: z.int().min(1).optional().describe('The number of one signature.'),
  query: z.string().max(200).optional().describe('In template, name, message, program or host.'),
  project: z
    .union([z.string().min(1).max(100), z.int()])
    .optional()
    .describe('Name or number.'),
  level: levelName.optional().describe('This level and worse ones.'),
  host: z.string().min(1).max(255).optional(),
  state: signatureState.optional(),
}

/** Of which time: the slice that ends now, or a range. */
export const when = {
  slice: sliceName.optional().describe('The slice that ends now; default `hour`.'),
  from: time.describe(`Instead of a slice: ${TIME_FORMS}.`),
  to: time.describe('Default: now.'),
}

export const question = z.strictObject({ ...which, ...when }).prefault({})

type When = {
  slice?: z.output<typeof sliceName> | undefined
  from?: Date | undefined
  to?: Date | undefined
}

/** Throws a UserError when both or half of one are given. */
export function rangeOf({ slice, from, to }: When, now: Date): TimeRange {
  if (from === undefined) {
    if (to !== undefined) throw wrong('to', 'needs a `from`')
    return lastSlice(slice ?? 'hour', now)
  }
  if (slice !== undefined) throw wrong('slice', 'does not go with `from`')
  return orderedRange(from, to ?? now)
}

/** Throws a UserError when the end is before the beginning. */
export function orderedRange(from: Date, to: Date): TimeRange {
  if (to < from) throw wrong('to', 'is before `from`')
  return { from, to }
}

const wrong = (field: string, problem: string) =>
  new UserError(`The time is not valid. ${field}: ${problem}`, { fields: { [field]: problem } })
