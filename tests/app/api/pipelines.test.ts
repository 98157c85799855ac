import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '#tests/app/api/client.ts'
import { startEngine } from '#tests/app/api/engine.ts'
import { freshDatabase } from '#tests/database.ts'
import { ORDERS, saveTrigger, streamsIn, take } from '#tests/lib/streams/feed/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let engine: Awaited<ReturnType<typeof startEngine>>
beforeAll(async () => {
  database = await freshDatabase()
  engine = await startEngine()
})
afterAll(async () => {
  await engine?.stop()
  await database?.close()
})

const AT = '/api/pipelines'

test('a pipeline is made from a list or from YAML, read, found, changed and deleted', async () => {
  const made = await api('POST', AT, { name: 'counts', handlers: ['log'] })
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'counts', project: 'default', version: 1, usedBy: [] },
  })
  expect(made.body).toMatchObject({ handlers: [{ name: 'log', params: {} }] })
  expect(made.body.yaml).toBe('counts:\n  - log\n')

  const at = `${AT}/${made.body.id}`
  const changed = await api('PATCH', at, { yaml: 'tells:\n  - alert\n', version: 1 })
  expect(changed.body).toMatchObject({ name: 'tells', handlers: [{ name: 'alert' }], version: 2 })
  expect((await api('GET', `${AT}?q=tells`)).body).toMatchObject({
    items: [{ id: made.body.id }],
    next: null,
  })
  expect((await api('DELETE', at)).status).toBe(204)
  expect((await api('GET', at)).status).toBe(404)
})

test.each([
  ['nothing', {}, { name: 'is missing', handlers: 'is missing' }],
  [
    'two forms at once',
    { yaml: 'a: []', name: 'a' },
    { yaml: 'says the name and the handlers; leave those out' },
  ],
  ['an unknown field', { name: 'a', handlers: [], steps: [] }, { steps: 'is not known here' }],
])('%s is refused', async (_, body, fields) => {
  const answer = await api('POST', AT, body)
  expect([answer.status, answer.body.error.fields]).toEqual([400, fields])
})

test('a pipeline is tried on a stream: each step tells what it would bring about, and nothing comes of it', async () => {
  await api('POST', AT, { name: 'report', handlers: ['log'] })
  await saveTrigger(database.pool, ORDERS)
  await take(database.pool, [
    { uid: 'o1', type: 'order.placed', traits: { order: 'A' } },
    { uid: 'p1', type: 'payment', traits: { order: 'A' } },
  ])
  const [stream] = await streamsIn(database.pool)
  const { body } = await api('GET', `${AT}?q=report`)
  const at = `${AT}/${body.items[0].id}/try`

  const saved = await api('POST', at, { stream: stream?.id })
  expect(saved).toMatchObject({ status: 200, body: { error: null } })
  expect(saved.body.steps).toMatchObject([{ name: 'log', outcome: 'done', taken: 2, given: 2 }])
  expect(saved.body.steps[0].log).toHaveLength(2)

  const script = `if (stream.trigger !== 'orders') throw new Error('which?')
return events.filter(event => event.type === 'payment')`
  const handlers = [
    { name: 'script', params: { script } },
    { name: 'alert', params: {} },
  ]
  const draft = await api('POST', `${AT}/try`, { stream: stream?.id, handlers, occasion: 'expire' })
  expect(draft.body).toMatchObject({ error: null })
  expect(draft.body.steps).toMatchObject([
    { name: 'script', taken: 2, given: 1, dropped: [{ uid: 'o1' }] },
    { name: 'alert', counts: { notices: 1 } },
  ])
  const [untouched] = await streamsIn(database.pool)
  expect(untouched).toEqual(stream)
  expect(await database.db.delivery.count()).toBe(0)
})

test('a stream that is not there is not tried on', async () => {
  const answer = await api('POST', `${AT}/try`, { stream: 999_999, handlers: ['log'] })
  expect(answer.status).toBe(404)
})
