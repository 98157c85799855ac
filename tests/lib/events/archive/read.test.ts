import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { messageOf } from '#lib/events/archive/message.ts'
import { pathOf } from '#lib/events/archive/names.ts'
import { openPlace, type Place } from '#lib/events/archive/place.ts'
import { readArchive, temporaryFolder } from '#tests/lib/events/archive/world.ts'

const BEGIN = Date.UTC(2026, 0, 31) / 1000
const LONG = 'a.very.long.type.'.repeat(11)

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let place: Place
beforeEach(async () => {
  folder = await temporaryFolder()
  place = openPlace(folder.path)
})
afterEach(() => folder.remove())

async function put(name: string, ...contents: (Buffer | string)[]) {
  await place.write(
    `20260131/${name}`,
    (async function* () {
      for (const content of contents) yield Buffer.from(content)
    })(),
  )
}

const message = (uid: string, seconds = 0, rest: object = {}) =>
  messageOf({
    ...{ type: 'request', id: 'tree', uid, host: 'web1', pid: 1, traits: { uid } },
    ...{ start: BEGIN + seconds, end: BEGIN + seconds, ...rest },
  })

/** Two streams of bzip2 in one file, made by another program. */
const BZIP2 = Buffer.from(
  'QlpoOTFBWSZTWfPx5DgAACN/1uAAEABAAHJAIAAAgDbh/qAggB+QAAoCAAQAIABURT1GmgNPUAAAPU8oNU9TIHqBoAaGQaaCSSQeEZA6leUhTx6FHsIpXL0WU7XWcMzNyKL29GlgSv5IbSMGk+FR4MH0lXsxbMKLTKwaBUF/F3JFOFCQ8/HkOEJaaDkxQVkmU1nYt+xHAAAfb9ZAABAAckBgAECANuH+oACAHpBACgIAIABQwaaNNMJiZMBA0wap6TQNGjQAAHo1JqFCGYZW42h1UASByuJJz212Kns7fOtGHHVh38xfQhdBd72kHPjyNE9eUjSRs9y1BB+LuSKcKEhsW/YjgA==',
  'base64',
)

test('files of a BlueOx are read as they are: packed by bzip2, by host, without a uid', async () => {
  await place.write(
    '20150521/request-20150521-web1.log.bz2',
    (async function* () {
      for (let i = 0; i < BZIP2.length; i += 10) yield BZIP2.subarray(i, i + 10)
    })(),
  )
  const { events, said } = await readArchive(place)
  expect(said).toEqual([])
  expect(events).toEqual([
    {
      ...{ type: 'request', id: '555e2a80aa', uid: '', project: 'project 1', host: 'web1' },
      ...{ pid: 4711, duration: 0.5, traits: { status: 500 } },
      ...{ start: new Date(1_432_209_600_000), at: new Date(1_432_209_600_500) },
    },
    expect.objectContaining({ duration: 0.25, traits: null }),
  ])
})

test.each([
  ['request-20260131.log', (bytes: Buffer) => bytes],
  ['request-20260131.log.gz', gzipSync],
  ['request-20260131.log.zst', zstdCompressSync],
])('%s is read', async (name, pack) => {
  await put(name, pack(Buffer.concat([message('a'), message('b', 1)])))
  expect((await readArchive(place)).uids).toEqual(['a', 'b'])
})

test.each([
  ['query: a type', { query: 'type = request' }, ['a', 'b']],
  ['query: a beginning', { query: 'type:request*' }, ['a', 'b', 's']],
  ['query: a trait', { query: 'uid = s or uid = a' }, ['a', 's']],
  ['from and to', { from: new Date((BEGIN + 1) * 1000), to: new Date((BEGIN + 2) * 1000) }, ['b']],
  ['another day', { from: new Date((BEGIN + 86_400) * 1000) }, []],
  ['another project', { nameOf: (id: number) => (id === 7 ? 'shop' : null) }, ['x']],
])('%s is what is read', async (_, asked, uids) => {
  await put('request-20260131.log', message('a'), message('b', 1))
  await put('request.sql-20260131.log', message('s', 3, { type: 'request.sql' }))
  await put('job-20260131-project7.log', message('x', 4, { type: 'job' }))
  const nameOf = (id: number) => (id === 1 ? 'default' : null)
  expect((await readArchive(place, { nameOf, ...asked })).uids).toEqual(uids)
})

test('files of types that are not asked for are not opened', async () => {
  await put('request-20260131.log', message('a'))
  await put('broken-20260131.log.gz', 'no gzip')
  const asked = 'type = request and (uid = a or not type = request.sql)'
  expect(await readArchive(place, { query: asked })).toMatchObject({ uids: ['a'], said: [] })
  expect((await readArchive(place, { query: 'uid = a' })).said).toHaveLength(1)
})

test.each([
  '.hidden',
  '..',
  'a/b',
  '../../up',
  'nginx error',
  'größe',
  '50%',
  'a-20200101',
  'a~b',
  LONG,
])('a type called %s has a file, and is found by its name', async type => {
  const file = { type, day: '20260131', hour: null, host: null, packing: null }
  const path = pathOf(file)
  expect(path).toMatch(/^20260131\/[A-Za-z0-9%_~-][A-Za-z0-9._%~-]{1,200}-20260131\.log$/)
  await put(path.slice(9), message('a', 0, { type }))
  const { events } = await readArchive(place, { query: `type = ${JSON.stringify(type)}` })
  expect(events.map(event => event.type)).toEqual([type])
})

test('two long types do not share a file', () => {
  const [a, b] = [`${LONG}a`, `${LONG}b`].map(type =>
    pathOf({ type, day: '20260131', hour: null, host: null, packing: null }),
  )
  expect(a).not.toBe(b)
})

test('what was written in several parts is read in order, and once', async () => {
  await put('request-20260131.log', message('a'), message('c', 2), message('d', 3))
  await put('request-20260131-part1.log', message('b', 1), message('c', 2))
  await put('request-2026013100-part2.log', message('d', 3))
  await put('request-2026013112-part2.log', message('e', 43_200))
  expect((await readArchive(place)).uids).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a part that is still in the store is not read twice', async () => {
  await put('request-20260131.log', message('a'))
  await put('request-20260131-part1.log', message('b', 1))
  await put('request-20260131-web1.log', message('c', 2))
  const isElsewhere = (day: string, part: number) => day === '20260131' && part >= 1
  expect((await readArchive(place, { isElsewhere })).uids.sort()).toEqual(['a', 'c'])
})

test.each([
  ['breaks off', 'log', Buffer.concat([message('a'), message('b').subarray(0, 9)]), 'breaks off'],
  [
    'is no MessagePack after a while',
    'log',
    Buffer.concat([message('a'), Buffer.from([0xc1])]),
    'cannot be read',
  ],
  [
    'has other things in it',
    'log',
    Buffer.concat([message('a'), Buffer.from([7, 8])]),
    '2 values in it are no events',
  ],
  [
    'is cut as a packed one',
    'log.gz',
    gzipSync(message('a')).subarray(0, -5),
    'unexpected end of file',
  ],
  ['is not packed as it says', 'log.bz2', message('a'), 'bzip2'],
])('a file that %s costs no other, and is told of', async (_, kind, content, told) => {
  await put(`a-20260131.${kind}`, content)
  await put('b-20260131.log', message('z', 5))
  const { uids, said } = await readArchive(place)
  expect(uids.at(-1)).toBe('z')
  expect(said).toEqual([expect.stringContaining(told)])
  expect(said[0]).toContain(`20260131/a-20260131.${kind}`)
})
