import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  await database.pool.query(`insert into pipeline (project_id, name, handlers, source)
    values (1, 'bill', '["log"]', ''), (1, 'remind', '["log"]', '')`)
})
afterAll(() => database.close())

let made = 0
const orders = (fields: object = {}) => ({
  name: `Orders ${++made}`,
  distinguished_by: ['order'],
  expiration: '$last + 1d',
  fire_pipeline: 'bill',
  match_criteria: [{ event_type: 'order.*' }],
  fire_criteria: [{ event_type: 'order.paid' }],
  ...fields,
})
async function create(body: object): Promise<string> {
  const answer = await api('POST', '/api/triggers', body)
  expect([answer.status, answer.body.error]).toEqual([201, undefined])
  return `/api/triggers/${answer.body.id}`
}
const refusal = async (body: object) => (await api('POST', '/api/triggers', body)).body.error

const YAML = `# what an order goes through
name: Written
expiration: $last + 1d # a day
fire_pipeline: bill
match_criteria:
- event_type: order.*
fire_criteria:
- event_type: order.paid
`

test('a trigger is made, read, found, changed and deleted', async () => {
  const at = await create(orders({ name: 'Orders', description: 'Of the shop' }))
  expect((await api('GET', at)).body).toMatchObject({
    ...{
      name: 'Orders',
      project: 'default',
      description: 'Of the shop',
      enabled: true,
      version: 1,
    },
    ...{ fire_delay: 0, distinguished_by: ['order'], savedBy: 'API token' },
    streams: { active: 0, completed: 0 },
    match_criteria: [{ event_type: 'order.*', traits: {} }],
  })
  const patch = { fire_delay: 5, expire_pipeline: 'remind', fire_pipeline: null, version: 1 }
  const changed = await api('PATCH', at, patch)
  expect(changed.body).toMatchObject({ fire_delay: 5, expire_pipeline: 'remind', version: 2 })
  expect(changed.body).not.toHaveProperty('fire_pipeline')
  expect((await api('PATCH', at, { fire_delay: 6, version: 1 })).body.error).toMatchObject({
    ...{ code: 'conflict', fields: { version: 'is 2 by now' } },
  })
  expect((await api('GET', '/api/triggers?q=of%20the%20SHOP')).body.items).toHaveLength(1)
  expect((await api('GET', '/api/triggers?q=remind')).body.items).toHaveLength(1)
  expect((await api('DELETE', at)).status).toBe(204)
  expect((await api('GET', at)).status).toBe(404)
})

test('a switch makes no version, and nothing changes nothing', async () => {
  const at = await create(orders())
  expect((await api('PATCH', at, { enabled: false })).body).toMatchObject({
    ...{ enabled: false, version: 1 },
  })
  const { body } = await api('PATCH', at, {
    enabled: false,
    fire_delay: 0,
    expiration: '$last + 1d',
  })
  expect(body).toMatchObject({ enabled: false, fire_delay: 0, version: 2 })
  expect((await api('PATCH', at, { fire_delay: 0 })).body).toMatchObject({ version: 2 })
})

test('what was written in YAML stays as it was written where it is not changed', async () => {
  const at = await create({ yaml: YAML })
  expect((await api('GET', at)).body).toMatchObject({ name: 'Written', yaml: YAML })
  const { body } = await api('PATCH', at, { expiration: '$last + 2d', distinguished_by: ['order'] })
  expect(body.yaml).toBe(`${YAML.replace('1d #', '2d #')}distinguished_by:\n- order\n`)
})

test('versions are listed, read and brought back', async () => {
  const at = await create(orders())
  await api('PATCH', at, { fire_delay: 1 })
  await api('PATCH', at, { fire_delay: 2 })
  const { body } = await api('GET', `${at}/versions?limit=2`)
  expect(body.items.map(({ version }: { version: number }) => version)).toEqual([3, 2])
  const rest = await api('GET', `${at}/versions?cursor=${body.next}`)
  expect(rest.body).toMatchObject({ items: [{ version: 1, savedBy: 'API token' }], next: null })
  expect((await api('GET', `${at}/versions/2`)).body.yaml).toContain('fire_delay: 1')
  expect((await api('GET', `${at}/versions/9`)).status).toBe(404)
  expect((await api('POST', `${at}/versions/1/restore`)).body).toMatchObject({
    ...{ fire_delay: 0, version: 4 },
  })
})

describe('what is wrong is refused', () => {
  test.each([
    ['a missing key', { expiration: undefined }, { expiration: 'is missing' }],
    ['an unknown key', { map_distingushed_by: {} }, { map_distingushed_by: 'is not known here' }],
    [
      'a pipeline that is not there',
      { fire_pipeline: 'nothing' },
      { fire_pipeline: 'there is no pipeline “nothing”' },
    ],
    [
      'an unknown kind of a trait',
      { match_criteria: [{ traits: { memory: { numeric: '> 3' } } }] },
      { 'match_criteria.0.traits.memory': expect.stringContaining('one of int, float, datetime') },
    ],
    ['a bad expression', { expiration: '$last +' }, { expiration: expect.any(String) }],
    ['YAML beside it', { yaml: YAML }, { name: expect.stringContaining('stands in the YAML') }],
  ])('%s', async (_, fields, expected) => {
    const error = await refusal(orders(fields))
    expect(error).toMatchObject({ code: 'invalid', fields: expected })
  })

  test('in YAML with line and column', async () => {
    const yaml = YAML.replace('bill', 'nothing').replace('$last + 1d', '$last + 1d')
    expect((await refusal({ yaml })).fields).toEqual({
      fire_pipeline: expect.stringMatching(/^line 4, column 1\d*: there is no pipeline “nothing”$/),
    })
    expect((await refusal({ yaml: YAML.replace('$last + 1d', '$last + 1w') })).fields).toEqual({
      expiration: expect.stringMatching(/^line 3, column \d+: /),
    })
    expect((await refusal({ yaml: 'name: [' })).fields).toEqual({
      yaml: expect.stringMatching(/^line 1, column \d+: /),
    })
  })

  test('a name that is taken, and a project that is not there', async () => {
    await create(orders({ name: 'Twice' }))
    expect(await refusal(orders({ name: 'Twice' }))).toMatchObject({
      ...{ code: 'conflict', fields: { name: 'is taken already' } },
    })
    expect(await refusal(orders({ project: 'nowhere' }))).toMatchObject({ code: 'not_found' })
    const at = await create(orders())
    expect((await api('PATCH', at, { name: 'Twice' })).status).toBe(409)
  })
})

test('what a trigger did is told, and why events did not fit', async () => {
  const at = await create(orders())
  await database.pool.query(
    `insert into trigger_statistic values
      ($1, date_trunc('minute', now()), '', 'New stream', 3),
      ($1, date_trunc('minute', now() - interval '1 minute'), '', 'New stream', 4),
      ($1, date_trunc('minute', now() - interval '2 hours'), '', 'New stream', 9),
      ($1, date_trunc('minute', now()), 'Match 1', 'checks', 5),
      ($1, date_trunc('minute', now()), 'Match 1', 'passed', 2),
      ($1, date_trunc('minute', now()), 'Match 1', 'Wrong event type', 3)`,
    [Number(at.split('/').at(-1))],
  )
  expect((await api('GET', `${at}/statistics`)).body).toEqual({
    counters: { 'New stream': 7 },
    criteria: [{ criteria: 'Match 1', checks: 5, passed: 2, reasons: { 'Wrong event type': 3 } }],
  })
})
