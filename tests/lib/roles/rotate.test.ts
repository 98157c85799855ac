import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { commandLineActor } from '#lib/access/person.ts'
import { everything } from '#lib/access/reach.ts'
import { createAlert } from '#lib/alerting/mutations.ts'
import { readEnv } from '#lib/env.ts'
import { giveKeys } from '#lib/roles/prepare.ts'
import { rotateSecret } from '#lib/roles/rotate.ts'
import { refuseForeignSecret, SEALED } from '#lib/roles/sealed.ts'
import { secretsIn } from '#lib/secret-file.ts'
import { nameOf, seal, unseal } from '#lib/secrets.ts'
import { openBroker } from '#lib/sources/broker.ts'
import { createSource } from '#lib/sources/mutations.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

const COMMAND = join(import.meta.dirname, '../../../bin/belfry.js')
const by = { actor: commandLineActor, role: 'admin', groups: [] } as const

let database: Awaited<ReturnType<typeof freshDatabase>>
let folder: string
const given = process.env.BELFRY_SECRET
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(async () => {
  process.env.BELFRY_SECRET = given
  await database.close()
})

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-rotate-'))
  delete process.env.BELFRY_SECRET
  process.env.BELFRY_DATA = folder
  await database.pool.query('truncate source, alert, project_key, inquiry, audit, beat cascade')
  const url = 'http://127.0.0.1:1/'
  await createSource({ key: 'a', type: 'graphite', config: { url, password: 'canary 1' } }, by)
  await createSource({ key: 'b', type: 'http', config: {} }, by)
  await createAlert({ key: 'a', type: 'slack', config: { webhookUrl: `${url}canary2` } }, by)
  await giveKeys(database.url)
})

const said: string[] = []
const waits = { followMs: 100, settleMs: 0 }
const rotate = () => rotateSecret(readEnv(), database.pool, line => said.push(line), waits)

/** Every sealed value as the secrets given open it. */
async function opened(secrets: [string, ...string[]]): Promise<string> {
  const values: unknown[] = []
  for (const { table, column } of SEALED) {
    const { rows } = await database.pool.query(
      `select ${column} as sealed from ${table} where ${column} is not null order by 1`,
    )
    for (const { sealed } of rows) values.push(unseal(sealed, secrets))
  }
  return JSON.stringify(values)
}

test('all that is stored is sealed with a new secret, and the old one opens nothing', async () => {
  const [old] = secretsIn(folder)
  await rotate()
  const [secret, ...previous] = secretsIn(folder)
  expect(secret).not.toBe(old)
  expect(previous).toEqual([])
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
  expect(await opened([secret])).toMatch(/canary 1.*canary2/)
  await expect(opened([old])).rejects.toThrow('cannot be decrypted')
  await refuseForeignSecret(database.pool)
})

test('it stands in the trail, without a secret', async () => {
  await rotate()
  const { rows } = await database.pool.query(`select * from audit where action = 'rotate'`)
  expect(rows).toMatchObject([{ person: 'command line', subject: 'secret', change: { sealed: 4 } }])
  expect(JSON.stringify(rows)).not.toContain(secretsIn(folder)[0])
})

test('a role that runs goes on, with what was saved before and what is saved meanwhile', async () => {
  const broker = openBroker()
  const asked = (source: string) =>
    broker
      .call({
        ...{ source, method: 'nothing', args: [], allowed: null, reach: everything },
        ...{ signal: AbortSignal.timeout(60_000), timeoutMs: 60_000 },
      })
      .catch((error: Error) => error.message)
  expect(await asked('a')).toContain('has no method nothing')
  await rotate()
  await createSource(
    { key: 'c', type: 'graphite', config: { url: 'http://x', password: 'new canary' } },
    by,
  )
  await until(async () => String(await asked('c')).includes('has no method nothing'))
  expect(await asked('a')).toContain('has no method nothing')
  await broker.close()
})

test('what somebody is just saving with the old secret is not lost', async () => {
  const writer = await database.pool.connect()
  await writer.query('begin')
  await writer.query(
    `insert into source (key, type, config, secrets) values ('late', 'graphite', '{}', $1)`,
    [Buffer.from(seal({ password: 'late canary' }))],
  )
  const rotating = rotate()
  await until(() => secretsIn(folder).length === 2)
  await writer.query('commit')
  writer.release()
  await rotating
  expect(await opened(secretsIn(folder))).toContain('late canary')
})

test('killed in the middle, both secrets are in force, and the next call ends it', async () => {
  const [old] = secretsIn(folder)
  // Somebody who holds a row holds up the transaction that seals.
  const holder = await database.pool.connect()
  await holder.query(`begin; select from source where key = 'a' for update`)
  const command = startCommand()
  await until(() => secretsIn(folder).length === 2)
  await until(isWaiting)
  command.kill('SIGKILL')
  await once(command, 'exit')
  await holder.query('rollback')
  holder.release()

  const halfway = secretsIn(folder)
  expect(halfway[1]).toBe(old)
  expect(await opened(halfway)).toMatch(/canary 1.*canary2/)
  await refuseForeignSecret(database.pool)

  await until(async () => !(await rotate().then(() => false, isBusy)))
  expect(secretsIn(folder)).toEqual([halfway[0]])
  expect(await opened([halfway[0]])).toMatch(/canary 1.*canary2/)
  expect(said).toContain('A change that was broken off is taken up again.')
})

test('two at once are refused: one of their secrets would be lost', async () => {
  const results = await Promise.allSettled([rotate(), rotate(), rotate()])
  expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
  for (const result of results)
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({
        message: 'The secret is being changed at this moment.',
      })
  expect(await opened(secretsIn(folder))).toMatch(/canary 1.*canary2/)
})

test('a secret in the environment is changed there, and what is stored follows', async () => {
  const [old] = secretsIn(folder)
  process.env.BELFRY_SECRET = 'the next secret'
  try {
    await expect(rotate()).rejects.toThrow('BELFRY_SECRET_PREVIOUS')
    process.env.BELFRY_SECRET_PREVIOUS = old
    await rotate()
    expect(await opened(['the next secret'])).toMatch(/canary 1.*canary2/)
  } finally {
    delete process.env.BELFRY_SECRET_PREVIOUS
    delete process.env.BELFRY_SECRET
  }
})

const otherRole = (...secrets: string[]) =>
  database.pool.query(
    `insert into beat (id, role, host, pid, info) values (gen_random_uuid(), 'engine', 'elsewhere', 1, $1)`,
    [{ opens: secrets.map(nameOf) }],
  )

test('a role that does not know the new secret yet is named, and nothing is changed', async () => {
  const [old] = secretsIn(folder)
  await otherRole(old)
  Object.assign(process.env, { BELFRY_SECRET: 'the next secret', BELFRY_SECRET_PREVIOUS: old })
  try {
    await expect(rotate()).rejects.toThrow('without the new secret: engine on elsewhere.')
    expect(await opened([old])).toMatch(/canary 1.*canary2/)
    await database.pool.query('update beat set info = $1', [{ opens: [nameOf('the next secret')] }])
    await rotate()
  } finally {
    delete process.env.BELFRY_SECRET_PREVIOUS
    delete process.env.BELFRY_SECRET
  }
})

test('a role that does not read the file keeps everything as it was', async () => {
  const [old] = secretsIn(folder)
  await otherRole(old)
  await expect(rotate()).rejects.toThrow('since engine on elsewhere would not have the new secret')
  expect(secretsIn(folder)).toEqual([old])
  expect(await opened([old])).toMatch(/canary 1.*canary2/)
})

test('with a secret that opens nothing nothing is begun', async () => {
  process.env.BELFRY_DATA = mkdtempSync(join(tmpdir(), 'belfry-rotate-'))
  await expect(rotate()).rejects.toThrow('cannot be decrypted')
  expect(secretsIn(process.env.BELFRY_DATA)).toHaveLength(1)
  process.env.BELFRY_DATA = folder
})

test('every column of bytes is known: sealed, or the hash of something', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where data_type = 'bytea' and table_schema = 'public'`,
  )
  const sealed = SEALED.map(({ table, column }) => `${table}.${column}`)
  const others = rows.map(({ name }) => name).filter(name => !sealed.includes(name as never))
  expect(others.filter(name => !name.endsWith('hash'))).toEqual([])
})

function startCommand(): ChildProcess {
  return spawn(process.execPath, [COMMAND, 'rotate-secret'], {
    env: { ...process.env, BELFRY_DATA: folder, DATABASE_URL: database.url },
    stdio: 'ignore',
  })
}

const isWaiting = async () => {
  const { rows } = await database.pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows.length > 0
}

/** The server may need a moment to notice that the killed one is gone. */
const isBusy = (error: Error) => {
  if (error.message.includes('being changed')) return true
  throw error
}
