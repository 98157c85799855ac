import { complain } from '../complaints.ts'
import { type Filters, type Measured, measure } from '../sink.ts'
import { textOf } from '../thrown.ts'

/** What the store takes (fit.ts of the intake); more is a mistake. */
const NAME_LIMIT = 250

/** Adds to a counter; with filters it counts for each of their values too: `{ country: 'ch' }`. */
export const incr = (name: string, amount = 1, filters: Filters = {}): void =>
  take('counter', name, amount, filters)

/** Takes from a counter. */
export const decr = (name: string, amount = 1, filters: Filters = {}): void =>
  take('counter', name, -amount, filters)

/** Says how much there is of something now. */
export const gauge = (name: string, value: number, filters: Filters = {}): void =>
  take('gauge', name, value, filters)

/** Says how long something took in milliseconds, or how large it was; percentiles can be asked of it. */
export const timing = (name: string, value: number, filters: Filters = {}): void =>
  take('timing', name, value, filters)

function take(kind: Measured['kind'], name: string, value: number, filters: Filters) {
  if (typeof name !== 'string' || name === '' || name.length > NAME_LIMIT)
    return complain(`the name of a metric is to have 1 to ${NAME_LIMIT} characters`)
  if (!Number.isFinite(value)) return complain(`the value of ${name} is no number`)
  try {
    measure({ kind, name, value, filters })
  } catch (error) {
    complain(`${name} could not be counted: ${textOf(error)}`)
  }
}
