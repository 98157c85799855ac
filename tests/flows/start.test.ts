import { chmodSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'
import { alive } from '#tests/flows/processes.ts'
import { freePort, launch, newFolder, type Product, startProduct } from '#tests/flows/product.ts'

const asRoot = process.getuid?.() === 0

describe('a start', () => {
  let product: Product & { link: string }
  beforeAll(async () => {
    product = await startProduct()
  }, 300_000)
  afterAll(() => product?.stop())

  test('prints the address and a sign-in link', () => {
    expect(product.output()).toContain(`Belfry is ready: ${product.url}`)
    expect(product.link).toMatch(new RegExp(`^${product.url}/sign-in\\?link=[\\w-]{43}$`))
  })

  test('answers to its health check and to nothing else without a token', async () => {
    const health = await fetch(`${product.url}/api/health`)
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }])
    expect((await fetch(`${product.url}/api/monitors`)).status).toBe(401)
    const page = await fetch(product.url, { redirect: 'manual' })
    expect(page.headers.get('location')).toContain('/sign-in')
  })

  test('refuses a second one on the same data folder and on the same port', async () => {
    const onFolder = launch({ data: product.data, port: await freePort() })
    expect(await onFolder.exited).toBe(1)
    expect(onFolder.output()).toMatch(/^Belfry already runs on \S+ \(process \d+\); .*\n$/)

    const onPort = launch({ port: Number(new URL(product.url).port) })
    expect(await onPort.exited).toBe(1)
    expect(onPort.output()).toMatch(
      /^Port \d+ on 127\.0\.0\.1 is taken; set PORT to a free one\.\n$/,
    )
  })
})

describe('a start that cannot succeed says why in one sentence and exits 1', () => {
  async function refusal(options: Parameters<typeof launch>[0]) {
    const product = launch({ port: await freePort(), ...options })
    expect(await product.exited, product.output()).toBe(1)
    expect(alive(product.family())).toEqual([])
    return product.output().trim()
  }

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    const port = await freePort()
    await new Promise<void>(resolve => other.close(() => resolve()))
    const taken = createServer().listen(port, '127.0.0.1')
    expect(await refusal({ port })).toBe(
      `Port ${port} on 127.0.0.1 is taken; set PORT to a free one.`,
    )
    expect(await refusal({ env: { BELFRY_INTAKE_SYSLOG: String(port) } })).toBe(
      `Port ${port} on 127.0.0.1 is taken; set BELFRY_INTAKE_SYSLOG to a free one or to off.`,
    )
    taken.close()
  })

  test('an address that is not of this machine', async () => {
    expect(await refusal({ env: { BELFRY_HOST: '192.0.2.1' } })).toMatch(
      /^Cannot listen on 192\.0\.2\.1:\d+: /,
    )
  })

  test('a data folder that is a file', async () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    expect(await refusal({ data: file })).toMatch(
      /^The data folder \S+file cannot be written \(.*\)/,
    )
  })

  test.skipIf(asRoot)('a data folder that may not be written', async () => {
    const folder = newFolder()
    chmodSync(folder, 0o500)
    expect(await refusal({ data: folder })).toMatch(
      /^The data folder \S+ cannot be written \(EACCES/,
    )
  })

  test('a database that cannot be reached, without telling its password', async () => {
    const url = `postgres://someone:canary@127.0.0.1:${await freePort()}/belfry`
    const text = await refusal({ env: { DATABASE_URL: url } })
    expect(text).toMatch(
      /^The database at postgres:\/\/someone@127\.0\.0\.1:\d+\/belfry cannot be reached: .*ECONNREFUSED.*$/,
    )
    expect(text).not.toContain('canary')
  })

  test('a database that is newer than the code', async () => {
    const database = await freshDatabase()
    await database.pool.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '9999_later', now())`,
    )
    expect(await refusal({ env: { DATABASE_URL: database.url } })).toBe(
      'The database is newer than this code: it has 9999_later. Start the newer release.',
    )
    await database.close()
  })

  test('settings that make no sense, each by its name', async () => {
    const text = await refusal({ env: { BELFRY_TOKEN: 'short', DATABASE_URL: 'mysql://here' } })
    expect(text).toContain('BELFRY_TOKEN: needs at least 8 characters')
    expect(text).toContain('DATABASE_URL: must begin with postgres://')
  })
})
