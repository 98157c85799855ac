import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const PATH = '/api/streams/settings'

test('what is not set is as it is by default, and what is left out stays', async () => {
  const defaults = { keepDays: 14, retries: 3, trimEventsAge: null, trimEventsBatchSize: 100 }
  expect((await api('GET', PATH)).body).toEqual(defaults)
  const { body } = await api('PATCH', PATH, { keepDays: 0, trimEventsAge: '$timestamp - 14d' })
  expect(body).toEqual({ ...defaults, keepDays: 0, trimEventsAge: '$timestamp - 14d' })
  expect((await api('PATCH', PATH, { trimEventsAge: null })).body).toMatchObject({
    keepDays: 0,
    trimEventsAge: null,
  })
})

test('a change can be undone', async () => {
  await api('PATCH', PATH, { retries: 3 })
  await api('PATCH', PATH, { retries: 5 })
  const { body } = await api('GET', '/api/audit?subject=setting&action=stream-settings')
  expect((await api('POST', `/api/audit/${body.items[0].id}/undo`)).status).toBeLessThan(300)
  expect((await api('GET', PATH)).body).toMatchObject({ retries: 3 })
})

test.each([
  ['keepDays', -1, /Too small/],
  ['retries', 1.5, /whole number/],
  ['trimEventsBatchSize', 0, /Too small/],
  ['trimEventsAge', '$timestamp - 14x', /at 16: x is no unit/],
  ['trimEventsAge', '$last - 1d', /\$last is not known here/],
  ['trimEventsAge', 'day', /is a range of time/],
])('%s = %s is refused', async (field, value, message) => {
  const { status, body } = await api('PATCH', PATH, { [field]: value })
  expect(status).toBe(400)
  expect(body.error.fields[field]).toMatch(message)
})
