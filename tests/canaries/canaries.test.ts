import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { giveKeys } from '#lib/roles/prepare.ts'
import { BASE, files, send, TOKEN } from '#tests/app/api/client.ts'
import { base64Of, found, plainBird, SPECIES, tracksOf } from '#tests/canaries/birds.ts'
import { dump } from '#tests/canaries/dump.ts'
import { openEcho, openMailEcho } from '#tests/canaries/echoes.ts'
import { inMemory } from '#tests/canaries/memory.ts'
import { alertsWith, prying, sourcesWith, telling } from '#tests/canaries/planted.ts'
import { freshDatabase } from '#tests/database.ts'
import { alive, familyOf, type Seen } from '#tests/flows/processes.ts'
import { listenersAt } from '#tests/listeners.ts'
import { until } from '#tests/until.ts'

const ROOT = join(import.meta.dirname, '../..')
/** A runner is another user, whose memory only root may look into. */
const maySeeMemory = process.getuid?.() === 0
const temporary = mkdtempSync(join(tmpdir(), 'belfry-canaries-'))
const marker = `seen-${crypto.randomUUID()}`

process.env.BELFRY_SECRET = plainBird('secret')

let database: Awaited<ReturnType<typeof freshDatabase>>
let echo: Awaited<ReturnType<typeof openEcho>>
let mail: Awaited<ReturnType<typeof openMailEcho>>
let roles: ChildProcess[] = []
/** What the roles logged at the level `trace`, and what the API answered. */
let logged = ''
let answered = ''
/** Every form in which one of the secrets could be found. */
let tracks: string[] = []
/** The most telling of them: a memory takes long to search. */
let shortTracks: string[] = []
let viewer = ''
/** Settings with all their secrets, by source and by alert. */
let sources: ReturnType<typeof sourcesWith>
let alerts: ReturnType<typeof alertsWith>

beforeAll(async () => {
  database = await freshDatabase()
  await giveKeys(database.url)
  echo = await openEcho()
  mail = await openMailEcho()
  const places = { host: echo.host, mailPort: mail.port, database: database.url }
  sources = sourcesWith(places)
  alerts = alertsWith(places)
  roles = [startRole('engine'), startRole('intake')]
  await until(async () => (await rowsOf('select from beat')).length >= roles.length)

  const token = await api('POST', '/api/tokens', { name: 'viewer', role: 'viewer' })
  viewer = token.body.token
  const key = await api('GET', `/api/projects/1/keys/${await firstKey()}`)
  tracks = tracksOf([SPECIES, TOKEN, viewer, key.body.privateKey])
  shortTracks = [SPECIES, ...base64Of(SPECIES), TOKEN, viewer, key.body.privateKey]
  // Those two answers are what shows these secrets once, or to whoever asks for it.
  answered = ''
})
afterAll(async () => {
  for (const role of roles) role.kill('SIGTERM')
  await Promise.all(roles.map(role => role.exitCode ?? once(role, 'exit')))
  for (const { server } of [echo, mail]) server.close()
  await database.close()
  rmSync(temporary, { recursive: true })
})

function startRole(name: string): ChildProcess {
  const folder = join(temporary, name)
  mkdirSync(folder)
  const { PATH, HOME, BELFRY_SECRET } = process.env
  const role = spawn(process.execPath, [join(ROOT, 'lib/roles/main.ts'), name], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH, HOME, BELFRY_SECRET, NODE_ENV: 'test', TMPDIR: folder, BELFRY_LOG: 'trace' },
      ...{ DATABASE_URL: database.url, BELFRY_DATA: folder, BELFRY_TOKEN: TOKEN },
      ...listenersAt('0'),
    },
  })
  for (const stream of [role.stdout, role.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (logged += text))
  return role
}

/** Asks as an admin, or with another token, and keeps what is answered. */
async function api(method: string, path: string, body?: unknown, token = TOKEN) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await send(path, { method, headers, body })
  const text = await answer.text()
  answered += `${method} ${path}\n${[...answer.headers].join()}\n${text.replaceAll('\\"', '"')}\n`
  const isJson = answer.headers.get('content-type') === 'application/json'
  return { status: answer.status, body: isJson ? JSON.parse(text) : text }
}

const rowsOf = async (sql: string) => (await database.pool.query(sql)).rows
const firstKey = async () => (await rowsOf('select id from project_key where project_id = 1'))[0].id

const processes = (): Seen[] => roles.flatMap(role => alive(familyOf(role.pid ?? 0)))
const runners = () => processes().filter(({ command }) => command.includes('sandbox/runner'))

/** Makes monitors of a script that end in every way, runs each, and waits until all is told. */
async function runAll(name: string, script: string) {
  for (const how of ['returns', 'fails', 'throws', 'records']) {
    const policy = { after: { OK: 1, ALARM: 1, ERROR: 1 } }
    const monitor = { name: `${name} ${how}`, script, schedule: '@yearly', tags: [how], policy }
    const made = await api('POST', '/api/monitors', monitor)
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    await api('POST', `/api/monitors/${made.body.id}/run`, {})
  }
  await until(async () => {
    const [{ open }] = await rowsOf(
      `select (select count(*) from run where status <> 'done')
         + (select count(*) from delivery where status = 'queued' and attempts = 0) as open`,
    )
    return open === '0'
  })
}

test('secrets are planted wherever there is a place for one', async () => {
  for (const [key, type, config] of sources) {
    const made = await api('POST', '/api/sources', { key, type, config })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
  }
  for (const [type, config] of alerts) {
    const made = await api('POST', '/api/alerts', { key: type, type, config })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
  }
  expect(found(answered, tracks)).toEqual([])
})

test('settings are saved anew as they are shown, and the secrets stay', async () => {
  for (const kind of ['sources', 'alerts'])
    for (const { key } of (await api('GET', `/api/${kind}`)).body.items) {
      const { config, description } = (await api('GET', `/api/${kind}/${key}`)).body
      const saved = await api('PATCH', `/api/${kind}/${key}`, { config, description })
      expect(saved.status, JSON.stringify(saved.body)).toBe(200)
    }
  expect(found(answered, tracks)).toEqual([])
})

test('everything is asked, and everyone quotes what they were sent', async () => {
  await runAll('Prying', prying(marker))
  for (const [key] of sources) {
    const query = { method: 'getSeries', args: ['a'] }
    await api('POST', `/api/sources/${key}/query`, query)
    await api('POST', `/api/sources/${key}/check`, { config: {} })
  }
  for (const [key] of alerts) await api('POST', `/api/alerts/${key}/test`, { config: {} })
  await api('POST', '/api/monitors/test', { script: prying(marker) })

  // They were really sent: the servers saw them.
  const seen = echo.requests.join('\n')
  for (const name of ['graphite', 'bearer', 'header', 'key', 'slack1', 'teams', 'telegram'])
    expect(seen, name).toContain(`${SPECIES}${name === 'graphite' ? '/' : '_'}${name}`)
  const said = await rowsOf(`select output from run where output like '%answered%'`)
  expect(said.length).toBeGreaterThan(0)
})

test('a runner holds none of them: not in its memory, its environment, its arguments', async () => {
  expect(runners().length).toBeGreaterThan(0)
  for (const { pid } of runners()) {
    expect(found(readFileSync(`/proc/${pid}/environ`, 'latin1'), tracks)).toEqual([])
    if (!maySeeMemory) continue
    expect(inMemory(pid, shortTracks)).toEqual([])
  }
  // The search does find what is there: the script itself.
  if (maySeeMemory)
    expect(runners().flatMap(({ pid }) => inMemory(pid, [marker]))).toContain(marker)
})

test('the arguments of no process tell one', () => {
  const commands = processes().map(({ command }) => command)
  expect(commands.join('\n')).toContain('lib/roles/main.ts')
  expect(found(commands.join('\n'), tracks)).toEqual([])
})

test('what a script knows and says is blacked out wherever it comes to', async () => {
  const secrets = sources.flatMap(([, , config]) =>
    Object.entries(config).flatMap(([name, value]) =>
      /password|token/.test(name) ? [String(value)] : name === 'url' ? passwordIn(value) : [],
    ),
  )
  expect(secrets.length).toBeGreaterThan(6)
  await runAll('Telling', telling(secrets))
  const rows = await rowsOf(
    `select message, output, series from run join monitor on monitor.id = run.monitor_id
     where monitor.name like 'Telling %'`,
  )
  expect(rows).toHaveLength(4)
  for (const row of rows) expect(JSON.stringify(row)).toContain('It is •••')
  const hooks = echo.requests.filter(said => /^\/hook .*Telling fails/s.test(said))
  expect(hooks.length).toBeGreaterThan(0)
  for (const said of hooks)
    expect(found(said.replaceAll('\\"', '"'), tracksOf(secrets))).toEqual([])
  await api('POST', '/api/monitors/test', { script: telling(secrets) })
})

test('no table of the database tells one', async () => {
  const tables = await dump(database.pool)
  expect(tables.size).toBeGreaterThan(20)
  for (const name of ['public.run', 'public.delivery_attempt', 'public.error_event'])
    expect(tables.get(name), name).not.toBe('')
  for (const [name, text] of tables) expect(found(text, tracks), name).toEqual([])
})

test('no answer of the API tells one, to an admin or to a viewer', async () => {
  for (const token of [TOKEN, viewer])
    for (const path of await allPaths()) await api('GET', path, undefined, token)
  expect(answered).toContain('It is •••')
  expect(found(answered, tracks)).toEqual([])
})

test('an export tells none', () => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(ROOT, 'bin/belfry.js'), 'export'],
    { env: { ...process.env, DATABASE_URL: database.url }, encoding: 'utf8' },
  )
  expect(status, stderr).toBe(0)
  expect(stdout).toContain('password: ${SOURCE_GRAPHITE_PASSWORD}')
  expect(found(stdout + stderr, tracks)).toEqual([])
})

test('no log and no temporary file tells one', async () => {
  expect(logged).toContain('Engine ready')
  expect(found(logged, tracks)).toEqual([])
  for (const file of readdirSync(temporary, { recursive: true, withFileTypes: true }))
    if (file.isFile())
      expect(found(readFileSync(join(file.parentPath, file.name), 'latin1'), tracks)).toEqual([])
})

const passwordIn = (url: string): string[] => {
  const password = URL.parse(url)?.password
  return password ? [decodeURIComponent(password)] : []
}

/** Every path of the API that can be read, with every name and number there is in its places. */
async function allPaths(): Promise<string[]> {
  const [keys, numbers] = [
    [...sources.map(([key]) => key), ...alerts.map(([key]) => key)],
    (await rowsOf('select id from run union select id from monitor order by 1')).map(
      ({ id }) => id,
    ),
  ]
  return Object.entries(files)
    .filter(([template, file]) => 'GET' in file && !isEndlessOrMeant(template))
    .flatMap(([template]) => filled(template, keys, numbers))
}

/** Live streams never end, signing in goes elsewhere, and a private key is shown to whoever asks for it. */
const isEndlessOrMeant = (template: string) =>
  /^\/api\/(live|events\/live|auth)|\{keyId\}|\{step\}/.test(template) || template.includes('{...')

function filled(template: string, keys: readonly string[], numbers: readonly string[]): string[] {
  const [, name] = /\{(\w+)\}/.exec(template) ?? []
  if (!name) return [new URL(template, BASE).pathname]
  const values = name === 'key' ? keys : name === 'name' ? ['group'] : numbers
  return values.flatMap(value => filled(template.replace(`{${name}}`, value), keys, numbers))
}
