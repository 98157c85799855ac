import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '#tests/app/api/client.ts'
import { startEngine } from '#tests/app/api/engine.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let engine: Awaited<ReturnType<typeof startEngine>>
beforeAll(async () => {
  database = await freshDatabase()
  engine = await startEngine()
})
afterAll(async () => {
  await engine?.stop()
  await database.close()
})

const COMMON = { schedule: '0 0 1 1 *', script: 'return monitor.name' }

describe('names that mean something elsewhere are only names:', () => {
  test.each([
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '..',
    '../../etc/passwd',
    '%2e%2e%2f',
    '%',
    "'; drop table monitor; --",
    '<script>alert(1)</script>',
    '=1+1',
    'שלום \u200fעולם',
    '😀'.repeat(50),
  ])('a monitor %j is found, runs, and has its history', async name => {
    const { status, body } = await api('POST', '/api/monitors', {
      ...COMMON,
      name,
      tags: [name.slice(0, 20)],
    })
    expect([status, body.name]).toEqual([201, name])
    const found = await api('GET', `/api/monitors?q=${encodeURIComponent(name)}`)
    expect(found.body.items.map(({ id }: { id: number }) => id)).toContain(body.id)

    const path = `/api/monitors/${body.id}`
    const { body: run } = await api('POST', `${path}/run`, {})
    const done = await until(async () => {
      const answer = await api('GET', `${path}/runs/${run.id}`)
      return answer.body.status === 'done' ? answer.body : null
    })
    expect(done).toMatchObject({ state: 'OK', value: name })
    expect((await api('POST', `${path}/copy`, {})).status).toBe(201)
  })

  test.each([
    ['/api/monitors', COMMON, 'name'],
    ['/api/projects', {}, 'name'],
    ['/api/sources', { type: 'http' }, 'key'],
    ['/api/alerts', { type: 'webhook', config: { url: 'http://127.0.0.1:1' } }, 'key'],
    ['/api/groups', {}, 'name'],
  ])(
    'at %s what nobody can read is refused, and says which field it is',
    async (path, rest, field) => {
      for (const name of [
        '',
        ' ',
        'a\0b',
        'a\nb',
        'a\u202eb',
        '\u2066a',
        'a\ud800',
        'é'.repeat(5_000),
      ]) {
        const { status, body } = await api('POST', path, { ...rest, [field]: name })
        expect([name.slice(0, 10), status, Object.keys(body.error?.fields ?? {})]).toEqual([
          ...[name.slice(0, 10), 400],
          [field],
        ])
      }
    },
  )

  test.each(['__proto__', 'constructor', 'then', '..', 'a/b', 'A', 'new', 'errors'])(
    'a source cannot have the key %j',
    async key => {
      const { status, body } = await api('POST', '/api/sources', { key, type: 'http' })
      expect([status, Object.keys(body.error.fields)]).toEqual([400, ['key']])
    },
  )

  test.each(['__proto__', 'constructor', '%2f', '%00'])(
    'nothing is at the address of %j',
    async name => {
      for (const path of [`/api/sources/${name}`, `/api/alerts/${name}`, `/api/groups/${name}`])
        expect([path, (await api('GET', path)).status]).toEqual([path, 404])
    },
  )
})
