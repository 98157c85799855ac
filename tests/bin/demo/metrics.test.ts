import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHttpWorld } from '#tests/lib/intake/world.ts'

const COMMAND = join(import.meta.dirname, '../../../bin/belfry.js')
let world: Awaited<ReturnType<typeof openHttpWorld>>
beforeAll(async () => {
  world = await openHttpWorld()
})
afterAll(() => world.close())

/** Runs `belfry demo metrics` beside this process, which is the intake. */
async function demo(...args: string[]) {
  const child = spawn(process.execPath, [COMMAND, 'demo', 'metrics', ...args], {
    env: {
      ...process.env,
      ...{ BELFRY_INTAKE_URL: world.url, BELFRY_KEY: world.publicKey },
    },
  })
  child.stdin.end()
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise(resolve => child.once('exit', resolve)),
  ])
  return { status, stdout, stderr }
}

/** How many values there are of a minute of the queues, and in how many minutes. */
async function minutes() {
  const { rows } = await world.pool.query<{ count: number; minutes: number }>(
    `select b.count, count(*)::int as minutes from metric_minute b
     join metric_series s on s.id = b.series_id and s.filters = '{}' join metric m on m.id = s.metric_id
     where m.project_id = $1 and m.name = 'shop.queue.depth' group by 1`,
    [world.project.id],
  )
  return rows
}

test('an hour of the shop is counted, with a dashboard; sent again it counts once', async () => {
  const first = await demo('--hours', '1')
  expect(first).toMatchObject({ status: 0, stderr: '' })
  expect(first.stdout).toMatch(/Look at \S+\/dashboards\/\d+/)
  expect(await minutes()).toEqual([{ count: 3, minutes: 60 }])
  const { rows } = await world.pool.query(
    `select content->'panels'->0->'panel'->>'project' as project from dashboard where name = 'Demo: a shop'`,
  )
  expect(rows).toEqual([{ project: 'shop' }])

  const again = await demo('--hours', '1')
  expect(again.stdout).toContain('is there already')
  const [counted, ...others] = await minutes()
  expect(counted?.count).toBe(3)
  expect(others).toEqual([])
})

test.each([
  [['--url', 'http://127.0.0.1:1'], 'Start Belfry, or say where it is: --url'],
  [['--key', 'unknown'], 'did not take it: This key is not known, or it was revoked.'],
  [['--hours', '0'], 'a whole number, 1 to 744'],
])('belfry demo metrics %s', async (args, message) => {
  const { status, stderr } = await demo('--no-dashboard', ...args)
  expect([status, stderr]).toEqual([1, expect.stringContaining(message)])
})
