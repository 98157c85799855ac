import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { listen } from '#lib/db/listen.ts'
import { MASK } from '#lib/settings.ts'
import { getSource, listSources, loadInstances } from '#lib/sources/data.ts'
import { createSource, deleteSource, updateSource, writeHealth } from '#lib/sources/mutations.ts'
import { ada, byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.db.source.deleteMany())

const graphite = {
  key: 'graphite',
  type: 'graphite',
  config: { url: 'http://g', username: 'u', password: 'canary' },
}
const secretOf = async (key: string) =>
  (await loadInstances()).find(instance => instance.key === key)?.settings.password

test('a source is kept and shown without its secret', async () => {
  const shown = await createSource(graphite, byAda)
  expect(shown).toMatchObject({
    ...graphite,
    description: '',
    enabled: true,
    declared: false,
    config: { url: 'http://g', username: 'u', password: MASK },
  })
  expect(await getSource(everything, 'graphite')).toEqual(shown)
  expect(await secretOf('graphite')).toBe('canary')

  const { rows } = await database.pool.query('select source::text as row from source')
  const stored = `${rows[0]?.row}`
  for (const form of ['canary', Buffer.from('canary').toString('hex')])
    expect(stored).not.toContain(form)
})

test.each([
  [{ ...graphite, key: 'No' }, 'key'],
  [{ ...graphite, key: 'belfry' }, 'key'],
  [{ ...graphite, key: 'constructor' }, 'key'],
  [{ ...graphite, key: 'then' }, 'key'],
  [{ ...graphite, key: '../etc' }, 'key'],
  [{ ...graphite, type: 'nonsense' }, 'type'],
  [{ ...graphite, type: '__proto__' }, 'type'],
  [{ ...graphite, type: 'belfry', config: {} }, 'type'],
  [{ ...graphite, config: { url: 'x' } }, 'config.url'],
  [{ ...graphite, config: {} }, 'config.url'],
  [{ ...graphite, config: { url: 'http://g', timeoutMs: -1 } }, 'config.timeoutMs'],
  [{ ...graphite, config: { url: 'http://g', nope: 1 } }, 'config.nope'],
  [{ ...graphite, config: null }, 'config'],
  [{ ...graphite, enabled: 'yes' }, 'enabled'],
  [{ ...graphite, nope: 1 }, 'nope'],
])('%j is refused by the name of its field %s', async (input, field) => {
  await expect(createSource(input, byAda)).rejects.toMatchObject({
    name: 'UserError',
    fields: { [field]: expect.any(String) },
  })
  expect((await listSources(everything)).items).toEqual([])
})

test('a key is given once', async () => {
  await createSource(graphite, byAda)
  await expect(createSource(graphite, byAda)).rejects.toMatchObject({
    code: 'conflict',
    fields: { key: expect.any(String) },
  })
})

describe('a change', () => {
  beforeEach(() => createSource(graphite, byAda))

  test.each([
    ['that leaves config out', { description: 'x' }],
    ['that leaves the secret out', { config: { url: 'http://h' } }],
    ['that gives the masked secret back', { config: { url: 'http://h', password: MASK } }],
  ])('%s keeps the secret', async (_, patch) => {
    await updateSource('graphite', patch, byAda)
    expect(await secretOf('graphite')).toBe('canary')
  })

  test('of the secret is kept', async () => {
    await updateSource('graphite', { config: { password: 'new' } }, byAda)
    expect(await secretOf('graphite')).toBe('new')
  })

  test('to null takes a setting away', async () => {
    const { config } = await updateSource(
      'graphite',
      {
        config: { password: null, username: null },
      },
      byAda,
    )
    expect(config).toEqual({ url: 'http://g' })
  })

  test('that leaves the settings invalid changes nothing', async () => {
    const change = { description: 'new', config: { url: null } }
    await expect(updateSource('graphite', change, byAda)).rejects.toMatchObject({
      fields: { 'config.url': expect.any(String) },
    })
    expect(await getSource(everything, 'graphite')).toMatchObject({
      description: '',
      config: { url: 'http://g' },
    })
  })

  test('of key or type is refused', async () => {
    await expect(updateSource('graphite', { type: 'sql' }, byAda)).rejects.toMatchObject({
      fields: { type: expect.any(String) },
    })
  })

  test('of none is told', async () => {
    const change = (key: string) => updateSource(key, {}, byAda)
    const remove = (key: string) => deleteSource(key, byAda)
    const read = (key: string) => getSource(everything, key)
    for (const attempt of [change, remove, read])
      await expect(attempt('none')).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('what a file declares only the file changes', async () => {
  await createSource(graphite, { actor: ada, file: true })
  await expect(updateSource('graphite', { enabled: false }, byAda)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('declared in the configuration file'),
  })
  await expect(deleteSource('graphite', byAda)).rejects.toMatchObject({ code: 'conflict' })
  await updateSource('graphite', { config: { url: 'http://new' } }, { actor: ada, file: true })
  expect(await getSource(everything, 'graphite')).toMatchObject({ config: { url: 'http://new' } })
  expect(await secretOf('graphite')).toBeUndefined()
  await deleteSource('graphite', { actor: ada, file: true })
  expect((await listSources(everything)).items).toEqual([])
})

test('every change is told to who listens, once it is committed', async () => {
  const heard: (string | null)[] = []
  const stop = new AbortController()
  const listening = listen(
    database.url,
    ['belfry_config'],
    (_, payload) => void heard.push(payload),
    stop.signal,
  )
  await until(async () => {
    await database.pool.query(`notify belfry_config, 'ready'`)
    return heard.length
  })
  await createSource(graphite, byAda)
  await updateSource('graphite', { enabled: false }, byAda)
  await createSource(graphite, byAda).catch(() => {})
  await deleteSource('graphite', byAda)
  await database.pool.query(`notify belfry_config, 'end'`)
  await until(() => heard.includes('end'))
  expect(heard.filter(payload => payload?.startsWith('source:'))).toEqual([
    'source:graphite',
    'source:graphite',
    'source:graphite',
  ])
  stop.abort()
  await listening
})

test('the list is searched and paged', async () => {
  for (const key of ['a', 'b', 'c'])
    await createSource({ ...graphite, key, description: key === 'b' ? 'Shop' : '' }, byAda)
  const first = await listSources(everything, { limit: 2 })
  expect([first.items.map(item => item.key), first.next]).toEqual([['a', 'b'], 'b'])
  const second = await listSources(everything, { limit: 2, cursor: 'b' })
  expect([second.items.map(item => item.key), second.next]).toEqual([['c'], null])
  expect((await listSources(everything, { q: 'sHop' })).items.map(item => item.key)).toEqual(['b'])
  expect((await listSources(everything, { q: '%' })).items).toEqual([])
})

test('health is written for many at once, and an older note changes nothing', async () => {
  await createSource(graphite, byAda)
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second))
  const note = { key: 'graphite', lastOkAt: null, lastErrorAt: null, lastError: null }
  await writeHealth([
    {
      ...note,
      lastCallAt: at(5),
      lastOkAt: at(4),
      lastErrorAt: at(5),
      lastError: 'no',
      latencyMs: 7,
    },
    { ...note, key: 'gone', lastCallAt: at(5), latencyMs: 7 },
  ])
  await writeHealth([
    { ...note, lastCallAt: at(3), lastErrorAt: at(2), lastError: 'older', latencyMs: null },
  ])
  expect((await getSource(everything, 'graphite')).health).toEqual({
    lastCallAt: at(5).toISOString(),
    lastOkAt: at(4).toISOString(),
    lastErrorAt: at(5).toISOString(),
    lastError: 'no',
    latencyMs: 7,
  })
})
