import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openNatsWorld, send } from '#tests/services/nats-world.ts'
import { nats, startNats } from '#tests/services/servers/nats.ts'
import { isInstalled } from '#tests/services/servers/server.ts'
import { until } from '#tests/until.ts'

describe.skipIf(!isInstalled(nats))('NATS', () => {
  let world: Awaited<ReturnType<typeof openNatsWorld>>
  let server: Awaited<ReturnType<typeof startNats>>
  beforeAll(async () => {
    server = await startNats()
    world = await openNatsWorld()
  })
  afterEach(() => world.closeIntakes())
  afterAll(async () => {
    await world.close()
    await server.stop()
  })

  const isReady = (one: { nats(): Record<string, unknown> | undefined }) =>
    until(() => one.nats()?.messages !== undefined)

  test('what an intake acknowledges goes by way of the stream into the store, and is gone there', async () => {
    const one = await world.openIntake(server.url)
    await isReady(one)
    const sent = await send(one.url, '/errors', [{ message: 'by nats' }, { message: 'by nats' }])
    expect(sent).toMatchObject({ status: 200, body: { accepted: 2 } })
    await until(
      async () =>
        (await world.count(`select sum(count) from signature where template = 'by nats'`)) === 2,
    )
    await until(() => one.nats()?.messages === 0)
  })
})
