import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openHttpWorld } from '#tests/lib/intake/world.ts'

const COMMAND = join(import.meta.dirname, '../../../bin/belfry.js')
let world: Awaited<ReturnType<typeof openHttpWorld>>
let child: ChildProcess | undefined
beforeAll(async () => {
  world = await openHttpWorld()
})
afterEach(() => child?.kill('SIGKILL'))
afterAll(() => world?.close())

/** Runs `belfry demo events` beside this process, which is the intake. */
async function demo(...args: string[]) {
  const started = spawn(process.execPath, [COMMAND, 'demo', 'events', ...args], {
    env: { ...process.env, BELFRY_INTAKE_URL: world.url, BELFRY_KEY: world.publicKey },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = started
  const [stdout, stderr, status] = await Promise.all([
    text(started.stdout),
    text(started.stderr),
    new Promise(resolve => started.once('exit', resolve)),
  ])
  return { status, stdout, stderr }
}

async function count(sql: string): Promise<number> {
  const { rows } = await world.pool.query<{ n: number }>(
    `select count(*)::int as n from event e join event_type t on t.id = e.type_id where ${sql}`,
  )
  return rows[0]?.n ?? 0
}

test('a shop is visited; its requests, statements, payments, lines and errors are there, tied to each other', async () => {
  const { status, stdout, stderr } = await demo('--seconds', '6', '--rate', '60')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const answered = Number(/^\s*(\d+) {2}200$/m.exec(stdout)?.[1])
  expect(answered).toBeGreaterThan(10)
  expect(stdout).toMatch(/\/events\?q=type/)

  // Health checks are answered with 200 and not told.
  const told = await count(`t.name = 'request' and e.traits @> '{"response": {"status": 200}}'`)
  expect(told).toBeGreaterThan(answered * 0.6)
  expect(told).toBeLessThanOrEqual(answered)
  for (const type of ['cache', 'sql', 'httpclient', 'log'])
    expect([type, (await count(`t.name = 'request.${type}'`)) > 0]).toEqual([type, true])
  expect(await count(`t.name like 'request.%'`)).toBeGreaterThan(answered)
  expect(await count(`e.traits::text like '%secret%'`)).toBe(0)
  expect(
    await count(`t.name = 'request.sql' and not exists (
      select from event r join event_type rt on rt.id = r.type_id
      where r.id = e.id and rt.name = 'request')`),
  ).toBe(0)
  const { rows } = await world.pool.query(
    `select count(*)::int as errors, count(*) filter (where trace_id in (select id from event))::int as tied
     from error_event`,
  )
  expect(rows[0].errors).toBeGreaterThan(0)
  expect(rows[0].tied).toBe(rows[0].errors)
})

test.each([
  [['--url', 'http://127.0.0.1:1'], 'Start Belfry, or say where it is: --url'],
  [['--key', 'unknown'], 'takes nothing: This key is not known, or it was revoked.'],
  [['--seconds', '0'], 'a whole number, 1 to 86400'],
  [['--rate', 'fast'], 'a whole number, 1 to 1000'],
  [['--url', 'nowhere'], 'nowhere is no address of an intake'],
])('belfry demo events %s', async (args, message) => {
  const { status, stderr } = await demo(...args)
  expect([status, stderr]).toEqual([1, expect.stringContaining(message)])
})
