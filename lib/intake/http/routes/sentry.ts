import { randomUUID } from 'node:crypto'
import { UserError } from '#lib/failures.ts'
import type { Asked, Call, Refusal, Reply, Route } from '#lib/intake/http/route.ts'
import { keyOfDsn, keyOfHeader } from '#lib/intake/sentry/auth.ts'
import { readEnvelope, readEnvelopeHeader } from '#lib/intake/sentry/envelope.ts'
import { eventIdOf, readEvent } from '#lib/intake/sentry/event.ts'

const MIB = 1024 * 1024
/** What Sentry itself takes of one event. */
const EVENT_LIMIT = MIB
/** Attachments and recordings come along, and are passed over. */
const ENVELOPE_LIMITS = { packedBytes: 20 * MIB, bytes: 40 * MIB }
const RETRY_SECONDS = 60
/** What a browser's SDK may read of an answer from another origin. */
const EXPOSED = { 'Access-Control-Expose-Headers': 'X-Sentry-Rate-Limits, Retry-After' }

const shared = { method: 'POST', protocol: 'sentry', cors: true, credentials, refuse } as const

/** What Sentry's SDKs send: of an envelope's items the events are kept, and all others accepted. */
export const sentryEnvelope: Route = {
  ...shared,
  path: '/api/:project/envelope/',
  limits: ENVELOPE_LIMITS,
  credentialsIn: body => keyOfDsn(readEnvelopeHeader(body)),

  async handle(call) {
    const { header, items } = readEnvelope(call.body)
    const events = items.filter(({ type }) => type === 'event')
    const ids = await keep(
      call,
      events.map(({ payload }) => payload),
    )
    return told(ids[0] ?? eventIdOf(header.event_id))
  },
}

/** The older endpoint: one event as JSON. */
export const sentryStore: Route = {
  ...shared,
  path: '/api/:project/store/',
  limits: { packedBytes: EVENT_LIMIT, bytes: EVENT_LIMIT },

  async handle(call) {
    const [id] = await keep(call, [call.body])
    return told(id)
  },
}

function credentials({ headers, query }: Asked): string | undefined {
  const header = headers['x-sentry-auth']
  return (
    keyOfHeader(typeof header === 'string' ? header : headers.authorization) ??
    query.get('sentry_key') ??
    undefined
  )
}

/** Their ids, as far as they have any. */
async function keep({ project, intake, body }: Call, payloads: Buffer[]) {
  for (const { length } of payloads)
    if (length > EVENT_LIMIT)
      throw new UserError(`An event may have ${EVENT_LIMIT} bytes; this one has ${length}.`, {
        code: 'too_large',
      })
  const now = Date.now()
  const events = payloads.map(payload => readEvent(payload, now))
  if (events.length > 0) await intake.accept(project, 'sentry', events, { bytes: body.length })
  return events.map(({ uid }) => uid)
}

const told = (id = randomUUID().replaceAll('-', '')): Reply => ({
  status: 200,
  headers: EXPOSED,
  body: { id },
})

/** develop.sentry.dev/sdk/expected-features/rate-limiting: SDKs then keep quiet instead of trying again. */
function refuse({ status, message, retryAfterSeconds }: Refusal): Reply {
  const headers: Record<string, string> = { ...EXPOSED }
  if (retryAfterSeconds !== undefined || status === 429) {
    const seconds = retryAfterSeconds ?? RETRY_SECONDS
    headers['Retry-After'] = String(seconds)
    headers['X-Sentry-Rate-Limits'] = `${seconds}:error:project`
  }
  return { status, headers, body: { detail: message } }
}
