import { setTimeout as delay } from 'node:timers/promises'

const PAUSE_MS = 20

/** What senders have sent, as far as they know. */
export interface Sent {
  /** numbers of events whose request was answered */
  answered: Set<number>
  /** numbers of all events */
  attempted: number
  errors: number
  hits: number
}

/**
 * Sends to a relay until the signal aborts: events, each once, whatever becomes of it; and errors and numbers with a key
 * each, again and again until they are answered.
 */
export async function sendAll(url: string, key: string, signal: AbortSignal): Promise<Sent> {
  const sent: Sent = { answered: new Set(), attempted: 0, errors: 0, hits: 0 }

  async function post(path: string, body: unknown, own?: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${key}`, ...(own && { 'idempotency-key': own }) }
    try {
      const limit = AbortSignal.timeout(5_000)
      const options = { method: 'POST', headers, body: JSON.stringify(body), signal: limit }
      const response = await fetch(`${url}${path}`, options)
      await response.text()
      return response.ok
    } catch {
      return false
    }
  }

  async function untilTaken(path: string, body: unknown, own: string) {
    while (!(await post(path, body, own))) await delay(PAUSE_MS)
  }

  async function sendEvents() {
    while (!signal.aborted) {
      const numbers = Array.from({ length: 5 }, () => sent.attempted++)
      const events = numbers.map(n => ({ type: 'numbered', n }))
      if (await post('/events', events)) for (const n of numbers) sent.answered.add(n)
      else await delay(PAUSE_MS)
    }
  }

  async function sendErrors() {
    for (let i = 0; !signal.aborted; i++) {
      await untilTaken('/errors', [{ message: 'it failed' }, { message: 'it failed' }], `e${i}`)
      sent.errors += 2
    }
  }

  async function sendHits() {
    for (let i = 0; !signal.aborted; i++) {
      await untilTaken('/gottwall/api/v1/shop/incr', { n: 'hits', v: 3 }, `m${i}`)
      sent.hits += 3
    }
  }

  await Promise.all([sendEvents(), sendErrors(), sendHits()])
  return sent
}
