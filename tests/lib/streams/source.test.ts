import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'
import { answerIn, openScripts } from '#tests/lib/sources/scripts.ts'
import { newStream, newTrigger } from '#tests/lib/streams/reading/world.ts'

/** Scripts in the real sandbox ask the source about streams. */
let database: Awaited<ReturnType<typeof freshDatabase>>
let scripts: Awaited<ReturnType<typeof openScripts>>

beforeAll(async () => {
  database = await freshDatabase()
  const { pool } = database
  const orders = await newTrigger(pool, 'orders')
  const returns = await newTrigger(pool, 'returns')
  await newStream(pool, orders, { traits: { order: 1, region: 'eu' } })
  await newStream(pool, orders, { traits: { order: 2, region: 'eu' } })
  await newStream(pool, orders, { state: 'error', traits: { order: 3 }, error: 'no' })
  await newStream(pool, returns, { state: 'expire_error' })
  await pool.query(`
    update stream set opened_at = now() - interval '2 hours' where id = 1;
    update stream set changed_at = now() - interval '2 hours' where state = 'expire_error'`)
  await pool.query(
    `insert into trigger_statistic (trigger_id, minute, criteria, name, count)
     values ($1, date_trunc('minute', now()) - interval '1 minute', '', 'New stream', 5),
       ($1, date_trunc('minute', now()) - interval '1 minute', '', 'Streams fired', 3),
       ($1, date_trunc('minute', now()) - interval '1 minute', '', 'Streams expired', 1),
       ($2, date_trunc('minute', now()) - interval '3 hours', '', 'New stream', 7)`,
    [orders, returns],
  )
  scripts = await openScripts()
})
afterAll(async () => {
  await scripts?.close()
  await database.close()
})

const answerOf = (expression: string) => scripts.run('streams', expression).then(answerIn)

test.each([
  ['count()', 4],
  ["count({ state: 'active' })", 2],
  ["count({ state: ['error', 'expire_error'], project: 'default' })", 2],
  ["count({ traits: { region: 'eu', order: 2 } })", 1],
  ["count({ trigger: 'nothing' })", 0],
  ['failed()', 1],
  ["failed({ since: '-1d' })", 2],
  ["failed({ since: '-1d', trigger: 'returns' })", 1],
  ["oldest({ trigger: 'returns' })", null],
  ['opened()', 5],
  ["opened({ from: '-1d' })", 12],
  ["fired({ trigger: 'orders' })", 3],
  ['expired()', 1],
  [
    'by()',
    [
      { trigger: 'orders', project: 'default', state: 'active', count: 2 },
      { trigger: 'orders', project: 'default', state: 'error', count: 1 },
      { trigger: 'returns', project: 'default', state: 'expire_error', count: 1 },
    ],
  ],
])('%s', async (expression, expected) => {
  expect(await answerOf(expression)).toEqual(expected)
})

test('states tell of each how many there are', async () => {
  expect(await answerOf('states()')).toMatchObject({ active: 2, error: 1, completed: 0 })
})

test('the age of the oldest is in seconds', async () => {
  const age = await answerOf("oldest({ trigger: 'orders' })")
  expect(age).toBeGreaterThanOrEqual(7_200)
  expect(age).toBeLessThan(8_000)
})

test('streams that are found have their traits and their times', async () => {
  expect(await answerOf("find({ state: 'error' }, 1)")).toMatchObject([
    {
      ...{ trigger: 'orders', project: 'default', state: 'error', traits: { order: 3 } },
      ...{ firstEvent: '2026-11-01T12:00:00.000000Z', fireAt: null, events: 0, error: 'no' },
    },
  ])
})

test('a state that there is not is refused', async () => {
  await expect(scripts.run('streams', "count({ state: 'asleep' })")).resolves.toMatchObject({
    state: 'ERROR',
  })
})
