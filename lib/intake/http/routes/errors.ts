import type { ErrorEvent } from '#lib/errors/event.ts'
import { type FieldErrors, UserError } from '#lib/failures.ts'
import { isFiretower, readFiretower } from '#lib/intake/errors/firetower.ts'
import { type Item, itemsOf } from '#lib/intake/errors/items.ts'
import { plainError } from '#lib/intake/errors/plain.ts'
import { refusalOf, refusalReply } from '#lib/intake/http/refusal.ts'
import type { Call, Reply, Route } from '#lib/intake/http/route.ts'
import { isFields } from '#lib/intake/untrusted.ts'
import { fieldErrors } from '#lib/parse.ts'

const MIB = 1024 * 1024
const KEY_LIMIT = 200
/** Whatever a person's or a program's HTTP client says of JSON by itself; `curl -d` says that it is a form. */
const TYPES =
  /^(?:application\/(?:[\w.-]+\+)?(?:json|ndjson|jsonl|x-ndjson|json-lines|x-jsonlines|octet-stream|x-www-form-urlencoded)|text\/\S+)$/

/** Belfry's own way: errors as JSON, one or many, in its own form or in Firetower's. */
export const errors: Route = {
  method: 'POST',
  path: '/errors',
  protocol: 'http',
  limits: { packedBytes: 8 * MIB, bytes: 32 * MIB },
  handle,
}

type Read = { event: ErrorEvent } | { error: string; fields?: FieldErrors }

interface Answered {
  status: 'accepted' | 'duplicate' | 'ignored' | 'kept' | 'invalid'
  error?: string
  fields?: FieldErrors
}

async function handle({ project, headers, body, intake }: Call): Promise<Reply> {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type && !TYPES.test(type))
    throw new UserError('The body is to be JSON.', { code: 'unsupported_type' })

  const key = keyOf(headers['idempotency-key'])
  const now = Date.now()
  const read = itemsOf(body).map(item => readItem(item, now))
  const events = read.flatMap(item => ('event' in item ? [item.event] : []))
  const invalid = read.length - events.length
  if (invalid > 0) intake.drop(project, 'http', 'invalid', invalid)
  if (events.length === 0 && invalid > 0) return allInvalid(read)

  const receipts =
    events.length > 0
      ? await intake.accept(project, 'http', events, { key, bytes: body.length })
      : []
  const answers = receipts.values()
  const items = read.map(
    (item): Answered =>
      'event' in item
        ? (answers.next().value ?? { status: 'accepted' })
        : { status: 'invalid', ...item },
  )
  return { status: 200, body: { accepted: items.filter(isAccepted).length, items } }
}

const isAccepted = ({ status }: Answered) => status === 'accepted'

/** The one item is told as any mistake is; of several each one by itself, beside that. */
function allInvalid(read: Read[]): Reply {
  const items = read.map(
    (item): Answered => ({ status: 'invalid', ...(item as { error: string }) }),
  )
  const [first] = items
  const message =
    items.length === 1 ? `The error is not valid: ${first?.error}.` : 'None of the errors is valid.'
  const fields = items.length === 1 ? first?.fields : undefined
  const refusal = refusalOf(new UserError(message, fields ? { fields } : {}))
  return refusalReply(refusal, { accepted: 0, items })
}

function readItem(item: Item, now: number): Read {
  if ('error' in item) return item
  const { value } = item
  if (!isFields(value)) return { error: 'must be an object' }
  if (isFiretower(value) && value.message === undefined) return { event: readFiretower(value, now) }

  const { data, error } = plainError.safeParse(value)
  if (data) return { event: data }
  const fields = fieldErrors(error)
  return {
    error: Object.entries(fields)
      .map(entry => entry.join(': '))
      .join('; '),
    fields,
  }
}

function keyOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined
  const key = String(header).trim()
  if (key === '' || key.length > KEY_LIMIT)
    throw new UserError(`The Idempotency-Key is to be of 1 to ${KEY_LIMIT} characters.`)
  return key
}
