import type { PoolClient } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Hosts, openHosts } from '#lib/errors/intake/hosts.ts'
import { cleanUpErrors } from '#lib/errors/retention/clean-up.ts'
import { freshDatabase } from '#tests/database.ts'

const DAY = 86_400_000
const LIMIT = 10_000

let database: Awaited<ReturnType<typeof freshDatabase>>
let client: PoolClient
let time = Date.now()
beforeEach(async () => {
  database = await freshDatabase()
  client = await database.pool.connect()
  time = Date.now()
})
afterEach(async () => {
  client.release()
  await database.close()
})

const open = () => openHosts(database.pool, 1, () => time)
async function save(hosts: Hosts, ...names: string[]) {
  const numbers = names.map(name => hosts.numberOf(name))
  const saved = await hosts.save(client, numbers)
  saved.confirm()
  return numbers.map(saved.idOf)
}
/** As if everything were so many days older. */
const age = (days: number) =>
  client.query(`update error_host set seen_at = seen_at - $1 * interval '1 day'`, [days])
const cleanUp = () => cleanUpErrors(database.pool, new Date(), new AbortController().signal)
const stored = async () => (await client.query('select id, name from error_host order by id')).rows

test('a host keeps its id, in every process', async () => {
  const hosts = await open()
  const [web] = await save(hosts, 'web')
  expect(await save(hosts, 'web', 'db')).toEqual([web, expect.any(Number)])
  expect(await save(await open(), 'web')).toEqual([web])
  expect(await stored()).toHaveLength(2)
})

test('one that was not seen while its counts are kept is forgotten', async () => {
  const hosts = await open()
  await save(hosts, 'gone', 'here')
  await age(740)
  time += DAY
  await save(hosts, 'here')
  expect(await cleanUp()).toMatchObject({ hosts: 1 })
  expect(await stored()).toMatchObject([{ name: 'here' }])
})

test('one that is forgotten and comes back is known again, to a process that still knew it too', async () => {
  const hosts = await open()
  await save(hosts, 'back')
  await age(740)
  await cleanUp()
  time += 740 * DAY
  const [id] = await save(hosts, 'back')
  expect(await stored()).toEqual([{ id, name: 'back' }])
})

test('where a project has as many as it may have, forgotten ones make room', async () => {
  await client.query(
    `insert into error_host (project_id, name) select 1, 'made up ' || n from generate_series(1, ${LIMIT}) n`,
  )
  const hosts = await open()
  expect(hosts.numberOf('new')).toBe(0)
  await age(740)
  await cleanUp()
  expect(hosts.numberOf('new')).toBe(0)
  time += DAY
  await save(hosts)
  expect(await save(hosts, 'new')).not.toEqual([0])
})
