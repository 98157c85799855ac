import { readEnv } from '#lib/env.ts'
import { openClassification } from '#lib/errors/classify/open.ts'
import { openErrorIntake } from '#lib/errors/intake/open.ts'
import { openEventIntake } from '#lib/events/intake/open.ts'
import { openHttp } from '#lib/intake/http/open.ts'
import { openJetStream } from '#lib/intake/jetstream/open.ts'
import { log } from '#lib/log.ts'
import { openMetricIntake } from '#lib/metrics/intake/open.ts'
import { openDirectory } from '#lib/projects/directory.ts'
import { letIn, openGate } from '#lib/projects/intake/gate.ts'
import { createProject } from '#lib/projects/mutations.ts'
import { openDistillers } from '#lib/streams/definitions/current.ts'
import { openNotificationIntake } from '#lib/streams/distiller/intake.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'

export const PUBLIC_KEY = '0123456789abcdef0123456789abcdef'

/** A database with a project, and intakes on it that go by way of NATS, as the role opens them. */
export async function openNatsWorld() {
  const database = await freshDatabase()
  const { pool } = database
  const project = await createProject({ name: 'shop' }, byAda, [
    { publicKey: PUBLIC_KEY, privateKey: 'private' },
  ])
  const opened: { close(): Promise<void> }[] = []

  async function openIntake(natsUrl: string) {
    const means = { pool, gate: letIn }
    const directory = await openDirectory(pool)
    const intake = openErrorIntake({ ...means, openClassification })
    const metrics = openMetricIntake(means)
    const events = openEventIntake(means)
    const notifications = openNotificationIntake(events, openDistillers(pool))
    const stores = { intake, metrics, events, notifications }
    const jetStream = openJetStream(natsUrl, { ...stores, directory, gate: openGate(), log })
    const env = readEnv({ ...process.env, BELFRY_INTAKE_HTTP: '0' })
    const http = await openHttp({ ...jetStream.front, env, directory, log })
    const one = {
      url: `http://127.0.0.1:${http?.info?.().http?.port}`,
      front: jetStream.front,
      directory,
      nats: () => jetStream.info?.().nats,
      async close() {
        opened.splice(opened.indexOf(one), 1)
        await http?.close()
        await jetStream.close()
        await Promise.all([intake.close(), metrics.close(), events.close()])
        await directory.close()
      },
    }
    opened.push(one)
    return one
  }

  return {
    pool,
    project,
    openIntake,
    /** The one number that a query answers. */
    async count(sql: string): Promise<number> {
      const { rows } = await pool.query<Record<string, string>>(sql)
      return Number(Object.values(rows[0] ?? {})[0] ?? 0)
    },
    async closeIntakes() {
      await Promise.all([...opened].map(one => one.close()))
    },
    async close() {
      await Promise.all([...opened].map(one => one.close()))
      await database.close()
    },
  }
}

/** Sends what has a key; answers the status. */
export async function send(url: string, path: string, items: unknown, key?: string) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${PUBLIC_KEY}`,
      'Content-Type': 'application/json',
      ...(key && { 'Idempotency-Key': key }),
    },
    body: JSON.stringify(items),
  })
  return { status: response.status, body: await response.json() }
}
