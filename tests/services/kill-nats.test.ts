import { AckPolicy, DiscardPolicy, jetstreamManager, RetentionPolicy } from '@nats-io/jetstream'
import { connect, type NatsConnection, nanos } from '@nats-io/transport-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { newFolder } from '#tests/flows/product.ts'
import { unnamed } from '#tests/kill-points/named.ts'
import type { Point } from '#tests/kill-points/point.ts'
import { victim } from '#tests/kill-points/victim.ts'
import { storedIn } from '#tests/lib/relay/stored.ts'
import { listenersAt, ownHost } from '#tests/listeners.ts'
import { PUBLIC_KEY, send } from '#tests/services/nats-world.ts'
import { nats, startNats } from '#tests/services/servers/nats.ts'
import { isInstalled } from '#tests/services/servers/server.ts'
import { until } from '#tests/until.ts'

const host = ownHost()
const url = `http://${host}:18894`

describe.skipIf(!isInstalled(nats))('an intake that goes by way of NATS', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let server: Awaited<ReturnType<typeof startNats>>
  let client: NatsConnection
  let intake: ReturnType<typeof victim>
  beforeAll(async () => {
    database = await freshDatabase()
    server = await startNats()
    client = await connect({ servers: [server.url] })
    await makeStream()
    await createProject({ name: 'shop' }, byAda, [{ publicKey: PUBLIC_KEY, privateKey: 'private' }])
    intake = victim({
      module: 'lib/roles/main.ts',
      args: ['intake'],
      env: {
        ...{
          ...listenersAt('off'),
          BELFRY_HOST: host,
          BELFRY_INTAKE_HTTP: '18894',
          NATS_URL: server.url,
        },
        ...{ DATABASE_URL: database.url, BELFRY_DATA: newFolder() },
      },
    })
    await intake.start()
  })
  afterAll(async () => {
    await intake?.kill()
    await client?.close()
    await server?.stop()
    await database?.close()
  })

  /** As intakes make it, with a consumer that is not patient. */
  async function makeStream() {
    const { streams, consumers } = await jetstreamManager(client)
    await streams.add({
      ...{ name: 'BELFRY', subjects: ['belfry.>'] },
      ...{ retention: RetentionPolicy.Workqueue, discard: DiscardPolicy.New },
    })
    await consumers.add('BELFRY', {
      ...{ durable_name: 'writers', ack_policy: AckPolicy.Explicit, ack_wait: nanos(1_000) },
    })
  }

  let sent = 0
  const post = (number: number) =>
    send(url, '/errors', [{ message: 'it failed' }], `errors ${number}`).then(
      ({ status }) => status === 200,
      () => false,
    )
  const isEmpty = async () => {
    const { streams } = await jetstreamManager(client)
    return (await streams.info('BELFRY')).state.messages === 0
  }

  const PUBLISH = { door: 'network', says: 'belfry.units.' } as const
  const COUNT = { writes: ['intake_seen', 'signature'] }
  const ACKNOWLEDGE = { door: 'network', says: '+ACK' } as const
  /** What it brings about with what is sent: it is in the stream, counted, and gone from the stream. */
  test.each<[string, Point]>([
    ['before it is published', { moment: 'before', ...PUBLISH }],
    ['after it is published', { moment: 'after', ...PUBLISH }],
    ['before it is counted', { moment: 'before', ...COUNT }],
    ['after it is counted', { moment: 'after', ...COUNT }],
    ['after that is acknowledged', { moment: 'after', ...ACKNOWLEDGE }],
  ])('killed %s, what was sent is counted, once', async (_, point) => {
    await until(() => post(sent))
    sent++
    await until(isEmpty)
    await intake.aim(point)
    const number = sent++
    const isAcknowledged = post(number)
    await intake.killed()

    await intake.start()
    if (!(await isAcknowledged)) await until(() => post(number))
    await until(isEmpty)
    expect(await storedIn(database.pool)).toMatchObject({ errors: sent })
  })

  test('every step that it takes is named', () => {
    expect(unnamed(intake.effects(), [COUNT])).toEqual([])
  })
})
