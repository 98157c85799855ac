import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEnv } from '#lib/env.ts'
import { follow } from '#lib/events/live/data.ts'
import type { Told } from '#lib/events/live/publication.ts'
import { watchOf } from '#lib/events/live/watch.ts'
import { openStreams } from '#lib/roles/streams.ts'
import { freshDatabase } from '#tests/database.ts'
import {
  noSandbox,
  saveOrders,
  savePipeline,
  shipOrders,
} from '#tests/lib/streams/running/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let streams: Awaited<ReturnType<typeof openStreams>>
beforeAll(async () => {
  database = await freshDatabase()
  const env = readEnv({ ...process.env, DATABASE_URL: database.url })
  streams = await openStreams({ env, engineId: randomUUID(), sandbox: noSandbox })
})
afterAll(async () => {
  await streams.stop(5_000)
  await database.close()
})

test('an event that a pipeline makes is shown to who follows events', async () => {
  const told: Told[] = []
  const leave = await follow(watchOf({ all: true }, 'type:report.*', undefined), one =>
    told.push(one),
  )
  try {
    await until(() => told.length > 0)
    await savePipeline(database.pool, 'report', [
      { name: 'event', params: { type: 'report.done' } },
    ])
    await saveOrders(database.pool)
    await shipOrders(database.pool)
    await until(() => told.some(({ events }) => events.length > 0))
    const [shown] = told.flatMap(({ events }) => events.map(event => JSON.parse(event)))
    expect(shown).toMatchObject({ type: 'report.done', project: 'default' })
  } finally {
    leave()
  }
})
