import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Logger, run } from 'graphile-worker'
import type { Pool } from 'pg'
import { expect, vi } from 'vitest'
import { lockDue } from '#lib/alerting/claim.ts'
import { type DeliverContext, deliverTask } from '#lib/alerting/deliver.ts'
import { type Became, conclude } from '#lib/alerting/outbox/conclude.ts'
import { type Claim, LEASE_MS, lease } from '#lib/alerting/outbox/lease.ts'
import { DELIVERIES, wakeFor } from '#lib/alerting/outbox/outbox.ts'
import { queueDeliveries } from '#lib/alerting/queue.ts'
import type { Attempt } from '#lib/alerting/send.ts'
import type { Db } from '#lib/db/client.ts'
import { policy } from '#lib/monitors/schema.ts'
import type { StateName } from '#lib/plugin.ts'
import { inTransaction } from '#lib/transaction.ts'

export const newMonitor = (db: Db, name: string, rest: object = {}) =>
  db.monitor.create({
    data: { name, script: 'return 1', schedule: '* * * * *', policy: policy.parse({}), ...rest },
  })

/** Records a change of state and queues its deliveries, in one transaction, as an engine does; its alerts are woken by jobs. */
export async function change(
  pool: Pool,
  monitorId: number,
  from: StateName,
  to: StateName,
  { message = `${from} to ${to}`, repeat = 0 } = {},
): Promise<{ id: string; queued: number }> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ id: string }>(
      `insert into transition (monitor_id, at, "from", "to", message, value, version)
       values ($1, now(), $2, $3, $4, '67', 1) returning id::text`,
      [monitorId, from, to, message],
    )
    const id = rows[0]?.id ?? ''
    const queued = await queueDeliveries(client, [{ transitionId: id, repeat }])
    await wakeFor(
      client,
      DELIVERIES,
      queued.map(({ id }) => id),
    )
    await client.query('commit')
    return { id, queued: queued.length }
  } finally {
    client.release()
  }
}

/** Takes what is due for an alert, as an engine does; answers the ids. */
export const takeDue = (pool: Pool, alertId: number, most = 100): Promise<Claim[]> =>
  inTransaction(pool, async client => {
    const { transitions, notices } = await lockDue(client, alertId, { all: most, notices: most })
    return lease(client, DELIVERIES, [...transitions, ...notices], LEASE_MS)
  })

export const failedAttempt: Attempt = {
  ...{ at: new Date(), durationMs: 1, ok: false, permanent: false, status: '503', error: 'no' },
}

/** Records an attempt at what was taken; one that failed waits for ten seconds, or for ever. */
export async function record(
  pool: Pool,
  claim: Claim,
  rest: Partial<Attempt> = {},
): Promise<Became | undefined> {
  const attempt = { ...failedAttempt, ...rest }
  const waitMs = attempt.permanent ? null : 10_000
  const [became] = await conclude(pool, DELIVERIES, [{ claim, attempt, waitMs }])
  return became
}

/** Waits until a query of this database waits for a lock. */
export const untilLocked = (pool: Pool) =>
  vi.waitFor(
    async () => {
      const { rows } = await pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      expect(rows).toHaveLength(1)
    },
    { timeout: 20_000 },
  )

/** An engine that does nothing but deliver. */
export async function startEngine(pool: Pool, rest: Partial<DeliverContext> = {}) {
  const stopping = new AbortController()
  const deliver = deliverTask({
    pool,
    url: 'https://belfry.example.com',
    stopGraceMs: 10,
    signal: stopping.signal,
    ...rest,
  })
  const runner = await run({
    connectionString: process.env.DATABASE_URL ?? '',
    maxPoolSize: 5,
    logger: new Logger(() => () => {}),
    taskList: { deliver },
    concurrency: 4,
    pollInterval: 100,
    noHandleSignals: true,
  })
  return {
    deliver,
    async stop() {
      stopping.abort()
      await runner.stop()
      await deliver.settled()
    },
  }
}

export interface Heard {
  headers: IncomingMessage['headers']
  body: { delivery: string; from: string; to: string; message: string; [key: string]: unknown }
}

/** A receiver of webhooks, which answers 200 unless told otherwise. */
export async function startReceiver(
  answer: (heard: Heard, response: ServerResponse) => void = (_, response) => void response.end(),
) {
  const heard: Heard[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const one = { headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) }
    heard.push(one)
    answer(one, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    heard,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
