import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, read, send } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
const MINUTE = 60
const NOW = Math.floor(Date.now() / 1000)

beforeAll(async () => {
  database = await freshDatabase()
  const intake = openIntake(database.pool)
  await intake.accept(aProject(), 'http', [
    anUpdate({ at: NOW - 90 * MINUTE, value: 3 }),
    anUpdate({ at: NOW - 30 * MINUTE, value: 5, f: { status: 'New' } }),
  ])
  await intake.close()
})
afterAll(() => database.close())

const lines = [{ metric: 'orders' }]
const ask = (body: object) => api('POST', '/api/charts/data', body)

test('a panel is read over the last six hours, or the range that is asked for', async () => {
  const panel = { kind: 'number', line: { metric: 'orders' } }
  expect((await ask({ panel })).body).toMatchObject({ kind: 'number', value: 8 })
  expect((await ask({ panel, from: '-1h' })).body).toMatchObject({ value: 5 })
  const between = { from: (NOW - 100 * MINUTE) * 1000, to: '-1h' }
  expect((await ask({ panel, ...between })).body).toMatchObject({ value: 3 })
})

test.each([
  { kind: 'metrics', lines, compare: true },
  { kind: 'table', line: { metric: 'orders', by: 'status' }, compare: true },
  { kind: 'number', line: { metric: 'orders' } },
  { kind: 'monitors' },
  { kind: 'errors' },
  { kind: 'text', text: 'hello' },
])('the answer to %j is what openapi.json says', async panel => {
  const { status, body } = await ask({ panel })
  expect([status, body.kind]).toEqual([200, panel.kind])
})

test.each([
  [{ panel: { kind: 'metrics', lines: [] } }, 'panel.lines'],
  [{ panel: { kind: 'metrics', lines: [{ metric: '' }] } }, 'panel.lines.0.metric'],
  [{ panel: { kind: 'metrics', lines, period: 'decade' } }, 'panel.period'],
  [{ panel: { kind: 'metrics', lines }, from: 'soon' }, 'from'],
  [{ panel: { kind: 'metrics', lines }, from: '-1h', to: '-2h' }, 'from'],
  [{ panel: { kind: 'metrics', lines, period: 'minute' }, from: '-1y' }, 'period'],
  [
    { panel: { kind: 'metrics', lines: [{ metric: 'orders', filters: { a: '', b: '' } }] } },
    'filters',
  ],
])('%j: the field at fault is named', async (body, field) => {
  const answer = await ask(body)
  expect(answer.status).toBe(400)
  expect(Object.keys(answer.body.error.fields)).toContain(field)
})

test('what is not there is not found', async () => {
  expect((await ask({ panel: { kind: 'metrics', lines, project: 'nope' } })).status).toBe(404)
  expect((await ask({ panel: { kind: 'monitor', monitor: 'nope' } })).status).toBe(404)
})

test('whoever may read metrics only sees nothing of monitors and errors', async () => {
  const made = await api('POST', '/api/tokens', {
    ...{ name: 'wall', role: 'viewer', scope: ['metrics:read'] },
  })
  const headers = { authorization: `Bearer ${made.body.token}`, 'content-type': 'application/json' }
  const statusOf = async (panel: object) =>
    (await read(await send('/api/charts/data', { method: 'POST', headers, body: { panel } })))
      .status
  expect(await statusOf({ kind: 'metrics', lines })).toBe(200)
  expect(await statusOf({ kind: 'monitors' })).toBe(403)
  expect(await statusOf({ kind: 'errors' })).toBe(403)
})
