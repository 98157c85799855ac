import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Directory, openDirectory } from '#lib/projects/directory.ts'
import { seal } from '#lib/secrets.ts'
import { freshDatabase } from '../../database.ts'
import { until } from '../../until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let directory: Directory

beforeAll(async () => {
  process.env.BELFRY_SECRET = 'a secret of these tests'
  database = await freshDatabase()
  directory = await openDirectory(database.pool)
})
afterAll(async () => {
  await directory.close()
  await database.close()
})

test('the default project takes what nobody claims', () => {
  expect(directory.claimedBy({ listener: 'syslog', address: '192.0.2.1' }).name).toBe('default')
  expect(directory.claimedBy({ list: 'incoming' }).id).toBe(1)
  expect(directory.named('belfry')?.id).toBe(2)
  expect(directory.named('2')?.name).toBe('belfry')
  expect(directory.byId(3)).toBeUndefined()
})

test('a new project and its key are known as soon as it is told, and a revoked key no more', async () => {
  const { pool } = database
  const id = await insertProject({ name: 'shop', claims: { networks: ['10.0.0.0/8'] } })
  const keyId = await insertKey(id, 'shop-public', 'shop-private')
  await tell(id)
  const found = await until(() => directory.byPublicKey('shop-public'))
  expect(found.project.name).toBe('shop')
  expect(found.key.privateKey).toBe('shop-private')
  expect(directory.claimedBy({ address: '::ffff:10.1.2.3' }).name).toBe('shop')

  await pool.query('update project_key set revoked_at = now() where id = $1', [keyId])
  await tell(id)
  await until(() => directory.byPublicKey('shop-public') === undefined)
})

test('a change of something else calls nobody', async () => {
  let changes = 0
  const stop = directory.onChange(() => changes++)
  await database.pool.query(`select pg_notify('belfry_config', 'project:1')`)
  const id = await insertProject({ name: 'later', claims: {} })
  await tell(id)
  await until(() => directory.named('later'))
  stop()
  expect(changes).toBe(1)
})

test('that a key was used is written when the directory closes', async () => {
  const id = await insertProject({ name: 'used', claims: {} })
  const keyId = await insertKey(id, 'used-public', 'used-private')
  const own = await openDirectory(database.pool)
  expect(own.byPublicKey('used-public')?.key.id).toBe(keyId)
  await own.close()
  const { rows } = await database.pool.query(
    'select last_used_at is not null as used from project_key where id = $1',
    [keyId],
  )
  expect(rows).toEqual([{ used: true }])
})

test('keys that were sealed with another secret are refused at the start', async () => {
  const id = await insertProject({ name: 'sealed', claims: {} })
  await database.pool.query(
    'insert into project_key (project_id, public_key, private_key) values ($1, $2, $3)',
    [id, 'sealed-public', seal('private', ['another secret'])],
  )
  await expect(openDirectory(database.pool)).rejects.toThrow('BELFRY_SECRET is not the one')
  await database.pool.query('delete from project where id = $1', [id])
})

async function insertProject({ name, claims }: { name: string; claims: object }): Promise<number> {
  const { rows } = await database.pool.query(
    'insert into project (name, claims) values ($1, $2) returning id',
    [name, claims],
  )
  return rows[0].id
}

async function insertKey(projectId: number, publicKey: string, privateKey: string) {
  const { rows } = await database.pool.query(
    'insert into project_key (project_id, public_key, private_key) values ($1, $2, $3) returning id',
    [projectId, publicKey, seal(privateKey)],
  )
  return rows[0].id as number
}

const tell = (id: number) =>
  database.pool.query(`select pg_notify('belfry_config', $1)`, [`project:${id}`])
