import { setTimeout as delay } from 'node:timers/promises'
import { jetstream } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openNatsWorld, PUBLIC_KEY, send } from '#tests/services/nats-world.ts'
import { type Cluster, nats, startCluster } from '#tests/services/servers/nats.ts'
import { isInstalled } from '#tests/services/servers/server.ts'
import { until } from '#tests/until.ts'

const PER_BATCH = 10
const AGAIN_MS = 50

describe.skipIf(!isInstalled(nats))('a cluster of three NATS servers', () => {
  let cluster: Cluster
  let world: Awaited<ReturnType<typeof openNatsWorld>>
  let application: NatsConnection
  beforeAll(async () => {
    cluster = await startCluster()
    world = await openNatsWorld()
    application = await connect({
      servers: cluster.url.split(','),
      maxReconnectAttempts: -1,
      reconnectTimeWait: 100,
    })
  })
  afterAll(async () => {
    await application?.close()
    await world?.close()
    await cluster?.stop()
  })

  test('each server killed in turn under load: everything acknowledged is counted, once', async () => {
    const intakes = [await world.openIntake(cluster.url), await world.openIntake(cluster.url)]
    for (const one of intakes) await until(() => one.nats()?.waiting !== undefined)
    const urls = intakes.map(({ url }) => url)
    const ended = new AbortController()
    const end = new Date().toISOString()

    /** Sends batch after batch, each again until it is acknowledged. Answers how many were. */
    async function sendAll(sendOne: (batch: number) => Promise<boolean>): Promise<number> {
      let batch = 0
      while (!ended.signal.aborted) {
        while (!(await sendOne(batch).catch(() => false))) await delay(AGAIN_MS)
        batch++
      }
      return batch
    }

    const errors = (sender: number) => (batch: number) => {
      const items = Array.from({ length: PER_BATCH }, () => ({ message: 'one of the cluster' }))
      return isTaken(send(urls[batch % 2] ?? '', '/errors', items, `errors ${sender} ${batch}`))
    }
    const events = (sender: number) => (batch: number) => {
      const items = Array.from({ length: PER_BATCH }, (_, i) => ({
        type: 'order',
        uid: `${sender} ${batch} ${i}`,
        end,
      }))
      return isTaken(send(urls[batch % 2] ?? '', '/events', items, `events ${sender} ${batch}`))
    }
    const metrics = async (batch: number) => {
      const data = JSON.stringify({ a: 'incr', n: 'orders', v: PER_BATCH })
      const options = { msgID: `metrics ${batch}`, timeout: 2_000 }
      await jetstream(application).publish(`belfry.metrics.${PUBLIC_KEY}`, data, options)
      return true
    }
    const sending = [sendAll(errors(0)), sendAll(errors(1)), sendAll(events(0)), sendAll(metrics)]

    const written = () => world.count('select coalesce(sum(count), 0) from signature')
    for (const server of [0, 1, 2]) {
      await moreThan(written, await written())
      await cluster.kill(server)
      await moreThan(written, await written())
      await cluster.restart(server)
    }
    ended.abort()
    const [first = 0, second = 0, ofEvents = 0, ofMetrics = 0] = await Promise.all(sending)

    const sent = {
      errors: (first + second) * PER_BATCH,
      events: ofEvents * PER_BATCH,
      metrics: ofMetrics * PER_BATCH,
    }
    const { project, count } = world
    const counted = async () => ({
      errors: await count(`select sum(count) from signature where template = 'one of the cluster'`),
      events: await count(`select count(*) from event where project_id = ${project.id}`),
      metrics: await count(
        `select sum(day.sum) from metric_day day join metric_series on metric_series.id = series_id
         join metric on metric.id = metric_id where metric.name = 'orders'`,
      ),
    })
    // What an intake knows of the stream is as old as its last look: it is at its end once the last things are there.
    const isThere = ({ errors, events, metrics }: typeof sent) =>
      errors >= sent.errors && events >= sent.events && metrics >= sent.metrics
    await until(async () => isThere(await counted()))
    await until(() => intakes.every(one => one.nats()?.waiting === 0))
    expect(await counted()).toEqual(sent)
  })
})

const isTaken = async (sending: ReturnType<typeof send>) => (await sending).status === 200

const moreThan = (read: () => Promise<number>, before: number) =>
  until(async () => (await read()) > before)
