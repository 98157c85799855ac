import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDb } from '#lib/db/client.ts'
import { giveKeys } from '#lib/roles/prepare.ts'
import { api } from '#tests/app/api/client.ts'
import { type Database, openDatabase } from '#tests/chaos/machine/database.ts'
import { mountDisk } from '#tests/chaos/machine/disk.ts'
import { type Roles, startRoles } from '#tests/flows/roles.ts'
import { until } from '#tests/until.ts'

const folder = mkdtempSync(join(tmpdir(), 'belfry-full-'))
chmodSync(folder, 0o755)
const disk = mountDisk(folder)
/** So long that its table has to grow. */
const LONG = randomBytes(7_500).toString('hex')
const monitor = { name: 'Kept', script: 'return 1', schedule: '0 0 1 1 *' }

describe.skipIf(typeof disk === 'string')('the disk of the database is full', () => {
  if (typeof disk === 'string') return
  let database: Database
  let opened: ReturnType<typeof openDb>
  let roles: Roles
  let key: string
  const shared = globalThis as { belfryDb?: ReturnType<typeof openDb> }
  beforeAll(async () => {
    database = await openDatabase(folder, () => {})
    process.env.DATABASE_URL = database.url
    opened = shared.belfryDb = openDb(database.url)
    await giveKeys(database.url)
    key = (await opened.db.projectKey.findFirstOrThrow({ where: { projectId: 1 } })).publicKey
    roles = await startRoles(database.url)
  })
  afterAll(async () => {
    disk.free()
    await roles?.stop()
    await opened?.close()
    await database?.close()
    disk.unmount()
    rmSync(folder, { recursive: true, force: true })
  })

  const post = async (number: number) => {
    const error = { message: 'it broke', uid: `n${number}`, extra: { LONG } }
    const response = await fetch(`${roles.intake}/errors`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(
        Array.from({ length: 20 }, (_, i) => ({ ...error, uid: `n${number} ${i}` })),
      ),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const full = /The disk of the database is full/

  test('senders are refused and told why, nothing that was acknowledged is lost, and it goes on by itself', async () => {
    expect(await api('POST', '/api/monitors', monitor)).toMatchObject({ status: 201 })
    let sent = 0
    expect(await post(sent++)).toMatchObject({ status: 200 })
    disk.fill()
    const refused = await until(async () => {
      const answer = await post(sent++)
      return full.test(answer.text) ? answer : null
    })
    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)

    const saved = await until(async () => {
      const script = `return ${JSON.stringify(LONG)}`
      const answer = await api('POST', '/api/monitors', { ...monitor, name: `M ${sent++}`, script })
      return full.test(answer.body.error?.message) ? answer : null
    })
    expect(saved).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } })

    disk.free()
    for (let number = 0; number < sent; number++)
      await until(async () => (await post(number)).status === 200)
    const { rows } = await opened.pool.query('select count::int from signature')
    expect(rows).toEqual([{ count: sent * 20 }])
  })
})
