import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personOfSecret } from '#lib/access/tokens/data.ts'
import { beat } from '#lib/roles/beat.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

const COMMAND = join(import.meta.dirname, '../../bin/belfry.js')
const folder = mkdtempSync(join(tmpdir(), 'belfry-command-'))

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

/** Runs the command in a folder of its own, on the tests' database. */
function belfry(args: string[], { env = {}, input = '' } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: { ...process.env, BELFRY_LOG: '', BELFRY_DATA: folder, ...env },
  })
  return { status, stdout, stderr }
}

const script = (text: string, ...options: string[]) =>
  belfry(['run', '-', ...options], { input: text })

test('help names every command', () => {
  const { status, stdout } = belfry(['--help'])
  expect(status).toBe(0)
  for (const name of [
    'status',
    'run',
    'plan',
    'apply',
    'export',
    'login-link',
    'token',
    'send',
    'follow',
  ])
    expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
})

test.each([
  ['return 7', 0, /^OK: Monitor Passed\nvalue: 7\n/],
  [
    'console.log("hi")\nfail("too much", 3)',
    1,
    /^ALARM \(line 2\): too much\nvalue: 3\n[\s\S]*\nhi\n$/,
  ],
  ['throw new Error("broken")', 2, /^ERROR \(exception, line 1\): (Error: )?broken\n/],
  ['return (', 2, /^ERROR \(syntax, line \d\): /],
  ['return await sources.belfry.queue()', 0, /belfry\.queue\(\) → \{"waiting":0,/],
  ['return await sources.nonesuch.get()', 2, /There is no source "nonesuch"/],
])('run: %s', (text, code, expected) => {
  const { status, stdout } = script(text)
  expect(stdout).toMatch(expected)
  expect(status).toBe(code)
})

test('run: the outcome as JSON', () => {
  const { stdout } = script('record("a", 1); return { b: 2 }', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ state: 'OK', value: { b: 2 }, series: { a: 1, b: 2 } })
})

test('run: a script that cannot be run is no state of it', () => {
  expect(belfry(['run', 'nonesuch.ts'])).toEqual({
    status: 3,
    stdout: '',
    stderr: expect.stringMatching(/^The script nonesuch\.ts cannot be read: .*\n$/),
  })
})

test('plan, apply and export go round', () => {
  const file = join(folder, 'belfry.yaml')
  writeFileSync(file, "monitors:\n  Orders:\n    schedule: '@daily'\n    script: return 1\n")
  const planned = belfry(['plan', '--exit-code'])
  expect(planned).toMatchObject({ status: 2, stdout: expect.stringContaining('+ monitor Orders') })
  expect(belfry(['apply'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Applied: 1 created.'),
  })
  expect(belfry(['plan', '--exit-code', file])).toMatchObject({ status: 0 })

  const exported = belfry(['export'])
  expect(exported).toMatchObject({ status: 0, stderr: '' })
  writeFileSync(file, exported.stdout)
  expect(belfry(['plan']).stdout).toBe('If this file is applied: nothing changes.\n')
})

test('a mistake in the file is told with its line and exits 1', () => {
  const file = join(folder, 'wrong.yaml')
  writeFileSync(file, 'sources:\n  a: { type: nonesuch }\n')
  expect(belfry(['apply', file])).toEqual({
    status: 1,
    stdout: '',
    stderr: `${file}, line 2, sources.a.type: is not known.\n`,
  })
})

test('status says what is wrong, and that nothing is', async () => {
  expect(belfry(['status'])).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(
      /^status {4}degraded: no web is running; no engine is running; no intake is running\n/,
    ),
  })

  const stop = new AbortController()
  const roles = ['web', 'engine', 'intake'] as const
  const beating = Promise.all(roles.map(role => beat(role, stop.signal)))
  await until(async () => (await database.db.beat.count()) === roles.length)
  const { status, stdout } = belfry(['status', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({
    status: 'ok',
    monitors: { OK: 0, ALARM: 0 },
    roles: { web: { processes: 1 }, engine: { processes: 1 }, intake: { processes: 1 } },
  })
  expect(status).toBe(0)
  stop.abort()
  await beating
})

test('a sign-in link is for the public address', async () => {
  const { stdout } = belfry(['login-link'], { env: { BELFRY_URL: 'https://belfry.example.com/' } })
  expect(stdout).toMatch(/^https:\/\/belfry\.example\.com\/sign-in\?link=[\w-]{43}\n$/)
  expect(await database.db.loginLink.count()).toBe(1)
})

test('without any database it says what to do', () => {
  expect(belfry(['status'], { env: { DATABASE_URL: '' } })).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^There is no database: set DATABASE_URL, or start Belfry .*\n$/),
  })
})

test('a database that was never prepared is told from one that is away', async () => {
  const empty = await freshDatabase()
  await empty.pool.query('drop table _prisma_migrations')
  const { status, stderr } = belfry(['status'], { env: { DATABASE_URL: empty.url } })
  await empty.close()
  process.env.DATABASE_URL = database.url
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/^The database is older than this code: it lacks 0001_monitors\b.*\n$/),
  ])
})

const systemNode = '/usr/bin/node'
const isOld =
  Number(spawnSync(systemNode, ['-p', 'process.versions.node']).stdout?.toString().split('.')[0]) <
  24

test.skipIf(!isOld)('under an older Node it starts itself again under its own', () => {
  const { status, stdout } = spawnSync(systemNode, [COMMAND, 'run', '-'], {
    cwd: folder,
    encoding: 'utf8',
    input: 'fail("still here")',
    env: process.env,
  })
  expect(stdout).toMatch(/^ALARM .*still here/)
  expect(status).toBe(1)
})

test('token: one is made, listed without its secret, and revoked', async () => {
  const made = belfry(['token', 'create', 'ci', '--role', 'editor', '--scope', 'monitors:read'])
  const secret = made.stdout.trim()
  expect(await personOfSecret(secret)).toMatchObject({ role: 'editor', scope: ['monitors:read'] })
  const { stdout } = belfry(['token', 'list'])
  expect(stdout).toMatch(/^ci\tbelfry_\S{5}…\teditor monitors:read\tfor ever\tnever used\n$/)
  expect(belfry(['token', 'revoke', 'ci']).status).toBe(0)
  expect(await personOfSecret(secret)).toBeNull()
  expect(belfry(['token', 'revoke', 'ci']).stderr).toContain('There is no token "ci"')
})

test('token: what does not fit is said in words', () => {
  expect(belfry(['token', 'create', 'x']).stderr).toContain('--role')
  const { status, stderr } = belfry(['token', 'create', 'x', '--role', 'viewer', '--days', '-1'])
  expect([status, stderr]).toEqual([1, '--days is to be a whole number of days.\n'])
  const beyond = belfry(['token', 'create', 'x', '--role', 'viewer', '--scope', 'sources:write'])
  expect(beyond.stderr).toContain('is more than the role viewer may: sources:write')
})
