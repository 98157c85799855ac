import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHttpWorld } from '#tests/lib/intake/world.ts'
import { serve } from '#tests/servers.ts'

const COMMAND = join(import.meta.dirname, '../../bin/belfry.js')
let world: Awaited<ReturnType<typeof openHttpWorld>>
beforeAll(async () => {
  world = await openHttpWorld()
})
afterAll(() => world.close())

/** Runs `belfry send` beside this process, which is the intake. */
async function send(args: string[], input = '') {
  const child = spawn(process.execPath, [COMMAND, 'send', ...args], {
    env: { ...process.env, BELFRY_INTAKE_URL: world.url, BELFRY_KEY: world.publicKey },
  })
  child.stdin.end(input)
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise(resolve => child.once('exit', resolve)),
  ])
  return { status, stdout, stderr }
}

test('texts and JSON are counted', async () => {
  const json = JSON.stringify({ sig: 'disk full', hostname: 'web-1' })
  const sent = await send(['--host', 'web-2', '--level', 'critical', 'it broke', json])
  expect(sent).toEqual({ status: 0, stdout: '2 accepted.\n', stderr: '' })
  const events = await world.events()
  expect(events.map(({ message, host, level }) => [message, host, level]).sort()).toEqual([
    ['disk full', 'web-1', 3],
    ['it broke', 'web-2', 2],
  ])
})

test('without any, the lines of standard input', async () => {
  expect(await send([], 'one line\n\none line\n')).toMatchObject({ stdout: '2 accepted.\n' })
  expect(await world.signatures()).toContainEqual(
    expect.objectContaining({ template: 'one line', count: 2 }),
  )
})

test('what is not taken is told, and exits with 1', async () => {
  const sent = await send(['it broke', '{"message":"x","level":"loud"}'])
  expect(sent.status).toBe(1)
  expect(sent.stdout).toMatch(/^1 accepted, 1 invalid\.\n2: level: must be 0 to 7 or one of/)
})

test.each([
  [['--key', 'unknown', 'x'], 'did not take it: This key is not known, or it was revoked.'],
  [['--url', 'nonsense', 'x'], 'nonsense is no address of an intake'],
  [['--redis', 'nonsense', 'x'], '--redis is to be like redis://host:6379.'],
  [[], 'There is nothing to send.'],
])('belfry send %s', async (args, message) => {
  const { status, stdout, stderr } = await send(args)
  expect([status, stdout, stderr]).toEqual([1, '', expect.stringContaining(message)])
})

test('an intake that is away is told', async () => {
  const gone = await serve(() => {})
  await gone.close()
  const { status, stderr } = await send(['--url', gone.url, 'x'])
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/^The intake at .* cannot be reached: .*ECONNREFUSED/),
  ])
})
