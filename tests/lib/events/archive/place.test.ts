import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import S3rver from 's3rver'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPlace, type Place } from '#lib/events/archive/place.ts'
import { temporaryFolder } from '#tests/lib/events/archive/world.ts'

const MIB = 1024 * 1024
/** Those that the server knows. */
const KEYS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' }

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let server: S3rver
let endpoint: string
let number = 0

beforeAll(async () => {
  folder = await temporaryFolder()
  server = new S3rver({
    ...{ address: '127.0.0.1', port: 0, silent: true, directory: folder.path },
    configureBuckets: [{ name: 'events', configs: [] }],
  })
  const { port } = await server.run()
  endpoint = `http://127.0.0.1:${port}`
})
afterAll(async () => {
  await server?.close()
  await folder.remove()
})

beforeEach(() => void Object.assign(process.env, KEYS))
afterEach(() => {
  for (const name of Object.keys(KEYS)) delete process.env[name]
})

async function* pieces(...texts: (string | Buffer)[]): AsyncGenerator<Buffer, void> {
  for (const text of texts) yield Buffer.from(text)
}

const contents = async (place: Place, path: string) => buffer(await place.read(path))

describe.each([
  ['a folder', () => openPlace(join(folder.path, `folder ${++number}`))],
  ['a bucket', () => openPlace(`s3://events/a prefix ${++number}`, endpoint)],
  ['a bucket without a prefix', () => openPlace('s3://events', endpoint)],
])('%s', (_, open) => {
  let place: Place
  beforeEach(() => {
    place = open()
  })
  afterEach(async () => {
    for (const day of await place.days()) await place.removeDay(day)
    place.close()
  })

  test('is empty at first', async () => {
    expect(await place.days()).toEqual([])
    expect(await place.files('20260131')).toEqual([])
  })

  test('gives back what was written, by day', async () => {
    expect(await place.write('20260131/b-20260131.log', pieces('one', 'two'))).toBe(6)
    expect(await place.write('20260131/a-20260131.log', pieces())).toBe(0)
    await place.write('20260130/%c3%a4-20260130.log', pieces('ä'))
    expect(await place.days()).toEqual(['20260130', '20260131'])
    expect(await place.files('20260131')).toEqual([
      { name: 'a-20260131.log', bytes: 0 },
      { name: 'b-20260131.log', bytes: 6 },
    ])
    expect((await contents(place, '20260131/b-20260131.log')).toString()).toBe('onetwo')
    expect((await contents(place, '20260130/%c3%a4-20260130.log')).toString()).toBe('ä')
  })

  test('writes over what is there', async () => {
    await place.write('20260131/a-20260131.log', pieces('before'))
    await place.write('20260131/a-20260131.log', pieces('after'))
    expect((await contents(place, '20260131/a-20260131.log')).toString()).toBe('after')
  })

  test('takes more than one part', async () => {
    const bytes = [randomBytes(10 * MIB), randomBytes(7 * MIB)]
    expect(await place.write('20260131/a-20260131.log', pieces(...bytes))).toBe(17 * MIB)
    const read = await contents(place, '20260131/a-20260131.log')
    expect(read.equals(Buffer.concat(bytes))).toBe(true)
  })

  test.each([1, 17])('has nothing of what broke off after %i MiB', async size => {
    const breaking = async function* () {
      yield randomBytes(size * MIB)
      throw new Error('it broke off')
    }
    await expect(place.write('20260131/a-20260131.log', breaking())).rejects.toThrow('it broke off')
    expect(await place.files('20260131')).toEqual([])
  })

  test('forgets a file', async () => {
    for (const name of ['a', 'b']) await place.write(`20260131/${name}-20260131.log`, pieces('x'))
    await place.remove('20260131/a-20260131.log')
    expect(await place.files('20260131')).toEqual([{ name: 'b-20260131.log', bytes: 1 }])
  })

  test('forgets a day with all that is in it', async () => {
    for (let i = 0; i < 3; i++) await place.write(`20260131/a${i}-20260131.log`, pieces('x'))
    await place.write('20260130/a-20260130.log', pieces('x'))
    await place.removeDay('20260131')
    expect(await place.days()).toEqual(['20260130'])
  })
})

test('what else lies in a folder is no day', async () => {
  const place = openPlace(join(folder.path, 'other things'))
  await place.write('notes/a-20260131.log', pieces('x'))
  await place.write('20261399/a-20261399.log', pieces('x'))
  expect(await place.days()).toEqual([])
  expect(await readdir(join(folder.path, 'other things'))).toHaveLength(2)
})

test('a bucket that is not there is told of by its name', async () => {
  const place = openPlace('s3://nothing/here', endpoint)
  await expect(place.days()).rejects.toMatchObject({
    name: 'RemoteError',
    message: expect.stringMatching(/^The archive in s3:\/\/nothing\/here failed: NoSuchBucket/),
  })
  place.close()
})

test('keys that the server does not know are told of', async () => {
  process.env.AWS_ACCESS_KEY_ID = 'another'
  const place = openPlace('s3://events/x', endpoint)
  await expect(place.write('20260131/a-20260131.log', pieces('x'))).rejects.toMatchObject({
    status: '403',
    message: expect.stringContaining('s3://events/x'),
  })
  place.close()
})

test('a folder that cannot be written to is told of by its name', async () => {
  await openPlace(folder.path).write('20260131/file', pieces('x'))
  const place = openPlace(join(folder.path, '20260131', 'file'))
  await expect(place.write('20260131/a-20260131.log', pieces('x'))).rejects.toMatchObject({
    name: 'RemoteError',
    message: expect.stringContaining(join(folder.path, '20260131', 'file')),
  })
})

test.each(['s3://', 's3://x', 's3://UPPER/x', 'https://example.com/x', 'gs://bucket'])(
  '%s is no place',
  address => {
    expect(() => openPlace(address)).toThrow(`${address} is no archive`)
  },
)
