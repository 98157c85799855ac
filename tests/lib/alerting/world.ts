import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Logger, run } from 'graphile-worker'
import type { Pool } from 'pg'
import { expect, vi } from 'vitest'
import { type DeliverContext, deliverTask } from '#lib/alerting/deliver.ts'
import { queueDeliveries } from '#lib/alerting/queue.ts'
import type { Db } from '#lib/db/client.ts'
import { policy } from '#lib/monitors/schema.ts'
import type { StateName } from '#lib/plugin.ts'

export const newMonitor = (db: Db, name: string, rest: object = {}) =>
  db.monitor.create({
    data: { name, script: 'return 1', schedule: '* * * * *', policy: policy.parse({}), ...rest },
  })

/** Records a change of state and queues its deliveries, in one transaction, as the engine does. */
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
    await client.query('commit')
    return { id, queued }
  } finally {
    client.release()
  }
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
