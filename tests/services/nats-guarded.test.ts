import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openNatsWorld, send } from '#tests/services/nats-world.ts'
import { nats } from '#tests/services/servers/nats.ts'
import {
  byCredentials,
  byPassword,
  startGuardedNats,
} from '#tests/services/servers/nats-guarded.ts'
import { isInstalled } from '#tests/services/servers/server.ts'
import { until } from '#tests/until.ts'

describe.skipIf(!isInstalled(nats))('NATS that lets in by TLS alone', () => {
  let world: Awaited<ReturnType<typeof openNatsWorld>>
  let server: Awaited<ReturnType<typeof startGuardedNats>> | undefined
  beforeEach(async () => {
    world = await openNatsWorld()
  })
  afterEach(async () => {
    await world.close()
    await server?.stop()
  })

  /** Something goes there and back. */
  async function carries(natsUrl: string) {
    const intake = await world.openIntake(natsUrl)
    await until(() => intake.nats()?.waiting !== undefined)
    const sent = await send(intake.url, '/errors', [{ message: 'by TLS' }])
    expect(sent).toMatchObject({ status: 200, body: { accepted: 1 } })
    await until(async () => {
      const count = `select coalesce(sum(count), 0) from signature where template = 'by TLS'`
      return (await world.count(count)) === 1
    })
    expect(intake.nats()).toMatchObject({ published: 1, problem: null })
  }

  /** What the intake says of it. */
  async function problemOf(natsUrl: string) {
    const intake = await world.openIntake(natsUrl)
    return until(() => intake.nats()?.problem)
  }

  test('takes a user and a password', async () => {
    server = await startGuardedNats(byPassword('belfry', 'p:ss@word'))
    await carries(`tls://belfry:p%3Ass%40word@${server.host}?ca=${server.ca}`)
  })

  test('takes a file of credentials', async () => {
    server = await startGuardedNats(byCredentials)
    const creds = join(server.folder, 'user.creds')
    await carries(`tls://${server.host}?ca=${server.ca}&creds=${creds}`)
  })

  test.each([
    ['a wrong password', (host: string, ca: string) => `tls://belfry:wrong@${host}?ca=${ca}`],
    ['a certificate that nobody vouches for', (host: string) => `tls://belfry:right@${host}`],
  ])('%s is a problem that is told', async (_, urlOf) => {
    server = await startGuardedNats(byPassword('belfry', 'right'))
    expect(await problemOf(urlOf(server.host, server.ca))).toMatch(/authori[sz]|certificate/i)
  })
})
