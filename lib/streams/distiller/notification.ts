import { type FieldErrors, UserError } from '#lib/failures.ts'
import { type Fields, isFields, jsonOf } from '#lib/intake/untrusted.ts'

/** What looks for something at any depth looks at all of it. */
const VALUES_LIMIT = 10_000
const DEPTH_LIMIT = 60
const NAME_LIMIT = 200

/** A notification that can be distilled. */
export interface Notification {
  eventType: string
  messageId: string
  body: Fields
}

/**
 * Reads a notification as OpenStack's services put them, also inside of the envelope that oslo.messaging makes.
 * Throws a UserError that names the field at fault.
 */
export function notificationOf(given: unknown): Notification {
  const body = unwrapped(given)
  if (!isFields(body)) throw new UserError('must be an object')
  countValues(body, 0, 0)
  const { event_type: eventType, message_id: messageId } = body
  return {
    body,
    eventType: named('event_type', eventType),
    messageId: named('message_id', messageId),
  }
}

/** https://docs.openstack.org/oslo.messaging: the message stands in the envelope as text. */
function unwrapped(given: unknown): unknown {
  if (!isFields(given) || !('oslo.message' in given)) return given
  const inside = given['oslo.message']
  return typeof inside === 'string'
    ? (jsonOf(inside) ?? wrong('oslo.message', 'is no JSON'))
    : inside
}

function named(field: string, value: unknown): string {
  if (value === undefined || value === null) return wrong(field, 'is missing')
  if (typeof value !== 'string') return wrong(field, 'must be a text')
  if (value === '' || value.length > NAME_LIMIT)
    return wrong(field, `must have 1 to ${NAME_LIMIT} characters`)
  return value.isWellFormed() && !value.includes('\0')
    ? value
    : wrong(field, 'has a character that cannot be stored')
}

function wrong(field: string, problem: string): never {
  const fields: FieldErrors = { [field]: problem }
  throw new UserError(`${field} ${problem}`, { fields })
}

/** How many there are with those of `value`. Throws when they are too many, or nested too deeply. */
function countValues(value: unknown, before: number, depth: number): number {
  let values = before + 1
  if (values > VALUES_LIMIT) throw new UserError(`has more than ${VALUES_LIMIT} values`)
  if (typeof value !== 'object' || value === null) return values
  if (depth > DEPTH_LIMIT) throw new UserError(`is nested more than ${DEPTH_LIMIT} levels deep`)
  for (const item of Object.values(value)) values = countValues(item, values, depth + 1)
  return values
}
