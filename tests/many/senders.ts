import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'

const CLIENTS = 4
const PER_BATCH = 20
const AGAIN_MS = 20
/** Between two batches of a client: there is more to do than this. */
const REST_MS = 10

/** Clients that send batches until they are stopped, each again under the same key until it is answered as taken. */
export function startSenders(url: () => string) {
  const stopping = new AbortController()
  let taken = 0
  const refusals: string[] = []

  async function client() {
    while (!stopping.signal.aborted) {
      const headers = { 'idempotency-key': randomUUID() }
      const messages = Array.from({ length: PER_BATCH }, (_, i) => ({
        message: `of shape ${i % 5}`,
      }))
      for (;;) {
        const refusal = await send(url(), JSON.stringify(messages), headers)
        if (refusal === null) break
        refusals.push(refusal)
        await delay(AGAIN_MS)
      }
      taken += PER_BATCH
      await delay(REST_MS)
    }
  }

  const clients = Array.from({ length: CLIENTS }, client)
  return {
    taken: () => taken,
    refusals,
    /** Answers how many were taken in all. */
    async stop(): Promise<number> {
      stopping.abort()
      await Promise.all(clients)
      return taken
    },
  }
}

/** Null when it was taken. */
const send = (url: string, body: string, headers: Record<string, string>) =>
  fetch(`${url}/errors`, { method: 'POST', body, headers }).then(
    async answer => (answer.ok ? null : `${answer.status} ${await answer.text()}`),
    (error: Error) => `${error.message}: ${error.cause}`,
  )

/** What came in, by every table that counts. */
export async function counted(pool: Pool): Promise<number[]> {
  const { rows } = await pool.query<Record<string, number>>(
    `select (select coalesce(sum(count), 0)::int from signature) as signatures,
       (select coalesce(sum(count), 0)::int from error_second) as seconds,
       (select coalesce(sum(count), 0)::int from intake_count where reason = 'accepted') as accepted`,
  )
  return Object.values(rows[0] ?? {})
}
