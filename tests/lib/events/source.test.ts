import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { answerIn, openScripts } from '#tests/lib/sources/scripts.ts'

/** Scripts in the real sandbox ask the source about events that the real intake has stored. */
let database: Awaited<ReturnType<typeof freshDatabase>>
let scripts: Awaited<ReturnType<typeof openScripts>>

const HOUR = 3_600
const START = Math.floor(Date.now() / 1000 / HOUR) * HOUR - 2 * HOUR

const requests = Array.from({ length: 60 }, (_, i) =>
  anEvent({
    ...{ at: START + i * 60, seconds: (i + 1) / 100, id: `tree ${i}`, host: `web${i % 2}` },
    traits: { response: { status: i % 10 === 0 ? 500 : 200, size: i }, user: `user${i % 6}` },
  }),
)
const backup = anEvent({ type: 'backup.full', host: 'store', at: Date.now() / 1000 - 600 })

beforeAll(async () => {
  database = await freshDatabase()
  const intake = openIntake(database.pool)
  await intake.accept(aProject(), 'http', [...requests, backup])
  await intake.close()
  scripts = await openScripts()
})
afterAll(async () => {
  await scripts?.close()
  await database.close()
})

const run = (expression: string) =>
  scripts.run('events', expression, `const hour = { from: ${START}, to: ${START + HOUR} }`)
const answerOf = (expression: string) => run(expression).then(answerIn)

test.each([
  ["count('type = request', hour)", 60],
  ["count('response.status >= 500', hour)", 6],
  ["count('host = web1 user = user1', { ...hour, project: 'default' })", 10],
  ["count('', { from: hour.from + 60, to: hour.from + 180 })", 2],
  ["count('type = nothing')", 0],
  ["rate('type = request', hour)", 60 / HOUR],
  ["avg('type = request', 'response.size', hour)", 29.5],
  ["sum('response.status = 500', 'response.size', hour)", 150],
  ["min('type = request', 'duration', hour)", 0.01],
  ["max('type = request', 'duration', hour)", 0.6],
  ["avg('type = request', 'user', hour)", null],
  ["percentile('type = request', 'response.size', 50, hour)", 29.5],
  ["distinct('type = request', 'user', hour)", 6],
  [
    "by('response.status = 500', 'user', hour)",
    [
      { value: 'user0', count: 2 },
      { value: 'user2', count: 2 },
      { value: 'user4', count: 2 },
    ],
  ],
  [
    "timeseries('response.status = 500', { ...hour, slice: 1800 })",
    [
      [START * 1000, 3],
      [(START + 1_800) * 1000, 3],
    ],
  ],
  [
    "timeseries('type = request', { ...hour, slice: 3600, avg: 'response.size' })",
    [[START * 1000, 29.5]],
  ],
  ["silence('nothing')", null],
  ["silence('backup.full', 'another')", null],
])('%s', async (expression, expected) => {
  expect(await answerOf(expression)).toEqual(expected)
})

test('the newest events are found whole', async () => {
  expect(await answerOf("find('user = user5', hour, 2)")).toMatchObject([
    { id: 'tree 59', host: 'web1', type: 'request', project: 'default', duration: 0.6 },
    { id: 'tree 53', traits: { response: { status: 200, size: 53 }, user: 'user5' } },
  ])
})

test('silence is the time since the last one', async () => {
  for (const asked of ["'backup.full'", "'backup.*'", "'backup.full', 'store'"]) {
    const seconds = (await answerOf(`silence(${asked})`)) as number
    expect(seconds).toBeGreaterThanOrEqual(600)
    expect(seconds).toBeLessThan(1_200)
  }
})

test.each([
  ["count('type =')", 'The query is not valid at its end: a value is missing.'],
  ["count('', { from: 2000000000, to: 1000000000 })", 'The range is the wrong way round.'],
  ["timeseries('', { ...hour, slice: 0.1 })", 'more than 5000 slices'],
  ["count('', { project: 'none' })", 'none'],
])('%s is told what is wrong', async (expression, message) => {
  await expect(answerOf(expression)).rejects.toThrow(message)
})
