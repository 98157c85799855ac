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
  refuseHuge(body)
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

function refuseHuge(body: Fields) {
  let values = 0
  let level: unknown[] = [body]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_LIMIT) throw new UserError(`is nested more than ${DEPTH_LIMIT} levels deep`)
    values += level.length
    if (values > VALUES_LIMIT) throw new UserError(`has more than ${VALUES_LIMIT} values`)
    level = level.flatMap(value =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
  }
}
