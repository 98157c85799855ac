import { NOTIFIED } from '#tests/chaos/load/notifications.ts'
import type { Send } from '#tests/chaos/load/sender.ts'

const ITEMS = 5

/** Who sends over HTTP, and where. */
interface Place {
  url: string
  key: string
  /** tells what was sent to this place from what was sent to others */
  mark: string
  /** what its errors say: so different that no two of them are alike to the classifier */
  errors: { keyed: string; named: string }
}

/** How the ways over HTTP send their batches. Each has its own means to make a repeat recognisable. */
export const httpWays = (place: Place): Record<string, Send> => ({
  'errors with a key': (batch, signal) =>
    items(place, signal, '/errors', errorsOf(place.errors.keyed), `${place.mark} errors ${batch}`),
  'errors with uids': (batch, signal) =>
    items(
      place,
      signal,
      '/errors',
      errorsOf(place.errors.named).map((error, i) => ({
        ...error,
        uid: `${place.mark} error ${batch} ${i}`,
      })),
    ),
  'events with uids': (batch, signal) =>
    items(
      place,
      signal,
      '/events',
      Array.from({ length: ITEMS }, (_, i) => ({
        type: `${place.mark}.named`,
        uid: `${place.mark} event ${batch} ${i}`,
        traits: { batch, i },
      })),
    ),
  'numbers of GottWall': async (batch, signal) => {
    const body = { n: `${place.mark}.hits`, v: ITEMS }
    await post(place, signal, '/gottwall/api/v1/default/incr', body, `${place.mark} hits ${batch}`)
    return ITEMS
  },
})

/** What the errors of these ways say. */
export const OF_SENTRY = 'null pointer in the shopping cart'
export const OF_ENVELOPES = 'quota of the tenant exceeded by far'
export const OF_LOGS = 'handshake broken off while the proxy waits'

/** Of an intake only: protocols whose clients say who they are in other ways. */
export const otherWays = (place: Omit<Place, 'errors'>): Record<string, Send> => ({
  'events of Sentry': async (batch, signal) => {
    const id = (batch + 1).toString(16).padStart(32, '0')
    const body = { event_id: id, message: OF_SENTRY, level: 'error' }
    await post(place, signal, `/api/1/store/?sentry_key=${place.key}`, body)
    return 1
  },
  'envelopes of Sentry': async (batch, signal) => {
    const id = (batch + 1).toString(16).padStart(31, '0')
    const event = JSON.stringify({ message: OF_ENVELOPES, level: 'error', event_id: `e${id}` })
    const envelope = `{}\n{"type":"event"}\n${event}\n`
    await post(place, signal, `/api/1/envelope/?sentry_key=${place.key}`, envelope)
    return 1
  },
  notifications: (batch, signal) =>
    items(
      place,
      signal,
      '/notifications',
      Array.from({ length: ITEMS }, (_, i) => ({
        ...{ event_type: NOTIFIED, message_id: `notification ${batch} ${i}` },
        ...{ timestamp: new Date(timeOf(batch)).toISOString(), publisher_id: 'chaos', payload: {} },
      })),
    ),
  'numbers of OpenTelemetry': async (batch, signal) => {
    await post(place, signal, '/v1/metrics', otlpSum(`${place.mark}.otlp`, batch))
    return ITEMS
  },
})

/** Of an intake only, too: what comes again cannot be told from what is new. */
export const namelessWays = (place: Omit<Place, 'errors'>) => ({
  'logs of OpenTelemetry': {
    things: ITEMS,
    async send(_: number, signal: AbortSignal) {
      const record = { severityNumber: 17, body: { stringValue: OF_LOGS } }
      const body = { resourceLogs: [{ scopeLogs: [{ logRecords: Array(ITEMS).fill(record) }] }] }
      await post(place, signal, '/v1/logs', body)
      return ITEMS
    },
  },
})

const errorsOf = (message: string) =>
  Array.from({ length: ITEMS }, () => ({ message, program: 'chaos' }))

/** A sum that says between when it was counted, each batch of another moment: the bytes of a repeat are the same. */
function otlpSum(name: string, batch: number) {
  const time = BigInt(timeOf(batch)) * 1_000_000n + BigInt(batch)
  const point = {
    ...{ startTimeUnixNano: String(time - 1_000_000_000n), timeUnixNano: String(time) },
    asInt: String(ITEMS),
  }
  const sum = { dataPoints: [point], aggregationTemporality: 1, isMonotonic: true }
  return { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name, sum }] }] }] }
}

/** When a batch was first sent: a repeat says the same. */
function timeOf(batch: number): number {
  const time = times.get(batch) ?? Date.now()
  times.set(batch, time)
  return time
}
const times = new Map<number, number>()

/** Sends things of which each is answered for itself. Throws unless all were taken, now or before. */
async function items(
  place: Pick<Place, 'url' | 'key'>,
  signal: AbortSignal,
  path: string,
  body: readonly object[],
  key?: string,
): Promise<number> {
  const answer = await post(place, signal, path, body, key)
  const { items: answered } = JSON.parse(answer) as { items?: { status: string }[] }
  const refused = answered?.find(({ status }) => !TAKEN.has(status))
  if (refused) throw new Error(`an item was refused: ${refused.status}`)
  return body.length
}
const TAKEN = new Set(['accepted', 'duplicate'])

export async function post(
  { url, key }: Pick<Place, 'url' | 'key'>,
  signal: AbortSignal,
  path: string,
  body: unknown,
  own?: string,
): Promise<string> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(own && { 'idempotency-key': own }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal,
  }).catch((error: Error) => {
    throw new Error(String((error.cause as { code?: string })?.code ?? error.name))
  })
  const answer = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${answer.slice(0, 200)}`)
  return answer
}
