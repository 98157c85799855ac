import { type ChildProcess, execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRedis } from '#lib/intake/redis/listener.ts'
import { openSyslog } from '#lib/intake/syslog/open.ts'
import { placeOf } from '#lib/projects/connect/place.ts'
import { waysToConnect } from '#lib/projects/connect/ways.ts'
import { updateProject } from '#lib/projects/mutations.ts'
import type { ProjectView } from '#lib/projects/schema.ts'
import { byAda } from '#tests/actor.ts'
import { openWorld } from '#tests/lib/intake/world.ts'
import { redis, startRedis } from '#tests/services/servers/redis.ts'
import { isInstalled, launch, stop } from '#tests/services/servers/server.ts'
import { until } from '#tests/until.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'belfry-connect-'))
let world: Awaited<ReturnType<typeof openWorld>>
let project: ProjectView

beforeAll(async () => {
  world = await openWorld()
  const claims = { networks: ['127.0.0.1'], lists: ['a shop'] }
  project = await updateProject(world.project.id, { claims }, byAda)
  const { directory } = world.context
  await until(() => directory.claimedBy({ list: 'a shop' }).id === project.id)
})
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

/** The first lines that the page shows for one way, or others of it. */
function linesOf(id: string, intake: object, step = 0): string {
  const env = { ...world.context.env, intake: { ...world.context.env.intake, ...intake } }
  const ways = waysToConnect({ project, publicKey: world.publicKey, place: placeOf(env, '') })
  return ways.find(way => way.id === id)?.steps.at(step)?.lines ?? ''
}

const arrived = (host: string) =>
  until(async () => (await world.events()).find(event => event.host === host))

describe.skipIf(!isInstalled(redis))('the lines for Redis', () => {
  let server: Awaited<ReturnType<typeof startRedis>>
  let listener: Awaited<ReturnType<typeof openRedis>>
  let intake: { redisUrl: string }
  beforeAll(async () => {
    server = await startRedis()
    intake = { redisUrl: server.url }
    const { context } = world
    const env = { ...context.env, intake: { ...context.env.intake, ...intake } }
    listener = await openRedis({ ...context, env })
  })
  afterAll(async () => {
    await listener?.close()
    await server.stop()
  })

  test('send an error', async () => {
    await run('bash', ['-c', linesOf('redis', intake)])
    expect(await arrived('web-1')).toMatchObject({ program: 'try', message: 'A first error' })
  })

  test('of GottWall count a number', async () => {
    const line = linesOf('gottwall', intake, -1).replace('PRIVATE_KEY', 'private')
    // Nobody hears what is published before the listener is there for it.
    await until(async () => {
      await run('bash', ['-c', line])
      const { rows } = await world.pool.query(`select from metric where name = 'orders'`)
      return rows.length > 0
    })
  })
})

describe.skipIf(!process.env.BELFRY_TEST_RSYSLOG)('the lines for rsyslog', () => {
  let rsyslogd: ChildProcess
  let syslog: Awaited<ReturnType<typeof openSyslog>>
  const socket = join(folder, 'log.sock')
  beforeAll(async () => {
    const { context } = world
    const intake = { ...context.env.intake, syslog: 0 }
    syslog = await openSyslog({ ...context, env: { ...context.env, intake } })
    const file = join(folder, 'rsyslog.conf')
    const port = Number(syslog?.line.match(/:(\d+)/)?.[1])
    writeFileSync(
      file,
      `global(workDirectory="${folder}" localHostname="sender.example.com")
module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket="${socket}")
${linesOf('rsyslog', { syslog: port })}
`,
    )
    const args = ['-n', '-f', file, '-i', join(folder, 'pid')]
    rsyslogd = launch('/usr/sbin/rsyslogd', args, { folder })
    await until(() => existsSync(socket))
  })
  afterAll(async () => {
    await stop(rsyslogd)
    await syslog?.close()
  })

  test('send errors, and nothing less bad', async () => {
    const log = (priority: string, text: string) =>
      run('/usr/bin/logger', ['-u', socket, '-p', priority, '-t', 'try', text])
    await log('user.notice', 'not an error')
    await log('user.err', 'A first error')
    await arrived('sender.example.com')
    const { rows } = await world.pool.query(
      `select reason, sum(count)::int as count from intake_count where input = 'syslog' group by 1`,
    )
    expect(rows).toEqual([{ reason: 'accepted', count: 1 }])
  })
})
