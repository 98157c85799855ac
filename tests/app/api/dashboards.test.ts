import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const text = (content: string) => ({ panel: { kind: 'text', text: content } })
async function made(fields: object): Promise<string> {
  const { status, body } = await api('POST', '/api/dashboards', fields)
  expect([status, body]).toEqual([201, expect.anything()])
  return `/api/dashboards/${body.id}`
}

test('a dashboard is made, read, changed, found and deleted', async () => {
  const at = await made({ name: 'Shop', panels: [text('Hello'), text('World')] })
  expect((await api('GET', at)).body).toMatchObject({
    ...{ name: 'Shop', description: '', groups: [], range: '24h', version: 1, declared: false },
    ...{ savedBy: 'API token' },
    panels: [
      { id: 'p1', x: 0, y: 0, w: 6, h: 3, panel: { kind: 'text', title: '', text: 'Hello' } },
      { id: 'p2', x: 6, y: 0, w: 6, h: 3, panel: { kind: 'text', title: '', text: 'World' } },
    ],
  })
  const changed = await api('PATCH', at, { range: '7d', version: 1 })
  expect(changed).toMatchObject({ status: 200, body: { range: '7d', version: 2 } })
  expect((await api('PATCH', at, { range: '1h', version: 1 })).body.error).toMatchObject({
    ...{ code: 'conflict', fields: { version: 'is 2 by now' } },
  })
  expect((await api('GET', '/api/dashboards?q=world')).body).toMatchObject({
    ...{ items: [{ name: 'Shop', panels: 2, range: '7d' }], next: null },
  })
  expect((await api('DELETE', at)).status).toBe(204)
  expect((await api('GET', at)).status).toBe(404)
})

test('a panel is added at the bottom', async () => {
  const at = await made({ name: 'Grows', panels: [text('first')] })
  const added = await api('POST', `${at}/panels`, text('second'))
  expect(added).toMatchObject({ status: 201, body: { id: 'p2' } })
  const { panels } = (await api('GET', at)).body
  expect(panels[1]).toMatchObject({ id: 'p2', y: 3, panel: { text: 'second' } })
  const refused = await api('POST', `${at}/panels`, { panel: { kind: 'metrics' } })
  expect(refused.body.error.fields).toEqual({ 'panel.lines': 'is missing' })
})

test('its versions are listed, read and brought back', async () => {
  const at = await made({ name: 'Versions', panels: [text('first')] })
  await api('PATCH', at, { panels: [], description: 'emptied' })
  expect((await api('GET', `${at}/versions`)).body.items).toMatchObject([
    { version: 2, changed: ['description', 'panels'] },
    { version: 1, changed: [] },
  ])
  expect((await api('GET', `${at}/versions/1`)).body).toMatchObject({
    ...{ version: 1, description: '', savedBy: 'API token', panels: [{ id: 'p1' }] },
  })
  expect((await api('POST', `${at}/versions/1/restore`)).body).toMatchObject({
    ...{ version: 3, description: '', panels: [{ panel: { text: 'first' } }] },
  })
  expect((await api('GET', `${at}/versions/9`)).status).toBe(404)
})

test('a copy has the given name, or a free one', async () => {
  const at = await made({ name: 'Source', panels: [text('x')] })
  expect((await api('POST', `${at}/copy`)).body.name).toBe('Source (copy)')
  expect((await api('POST', `${at}/copy`, { name: 'Mine' })).body).toMatchObject({
    ...{ name: 'Mine', panels: [{ panel: { text: 'x' } }] },
  })
  expect((await api('POST', `${at}/copy`, { name: 'Mine' })).status).toBe(409)
})

describe('as a file', () => {
  test('it goes out as YAML and comes in again somewhere else', async () => {
    const at = await made({ name: 'Travels', range: '7d', panels: [text('hello')] })
    const { body: yaml, headers } = await api('GET', `${at}/export`)
    expect(headers.get('content-type')).toBe('application/yaml; charset=utf-8')
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="dashboard-\d+.yaml"$/,
    )
    const before = (await api('GET', at)).body
    await api('DELETE', at)

    const { body } = await api('POST', '/api/dashboards/import', { yaml })
    expect(body.items).toEqual([{ id: expect.any(Number), name: 'Travels', isNew: true }])
    const { panels, range } = (await api('GET', `/api/dashboards/${body.items[0].id}`)).body
    expect([panels, range]).toEqual([before.panels, '7d'])
  })

  test('one of its name is only replaced when that was asked for', async () => {
    const at = await made({ name: 'Replaced', panels: [text('old')], range: '7d' })
    const yaml =
      'dashboards: { Replaced: { panels: [{ panel: { kind: text, text: new } }] }, Beside: {} }'
    expect((await api('POST', '/api/dashboards/import', { yaml })).status).toBe(409)
    expect((await api('GET', '/api/dashboards?q=Beside')).body.items).toEqual([])

    const replaced = await api('POST', '/api/dashboards/import', { yaml, replace: true })
    expect(replaced.body.items.map((one: { isNew: boolean }) => one.isNew)).toEqual([false, true])
    expect((await api('GET', at)).body).toMatchObject({
      ...{ version: 2, range: '24h', panels: [{ panel: { text: 'new' } }] },
    })
  })

  test('a mistake in it is told with its line', async () => {
    const yaml = 'dashboards:\n  Wrong:\n    range: 3h\n'
    const { status, body } = await api('POST', '/api/dashboards/import', { yaml })
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringMatching(/^The file, line 3, dashboards\.Wrong\.range: Invalid option/),
    ])
  })
})
