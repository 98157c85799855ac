import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { recoverLostStreams } from '#lib/streams/running/lost.ts'
import { freshDatabase } from '#tests/database.ts'
import {
  openWorker,
  saveOrders,
  savePipeline,
  shipOrders,
  streamsNow,
} from '#tests/lib/streams/running/world.ts'
import { until } from '#tests/until.ts'

const STREAMS = 2_000

let database: Awaited<ReturnType<typeof freshDatabase>>
const processes: ChildProcess[] = []
beforeAll(async () => {
  database = await freshDatabase()
})
afterEach(() => {
  for (const child of processes.splice(0)) child.kill('SIGKILL')
})
afterAll(() => database.close())

/** Which state has how many streams. */
const counts = async () =>
  Object.fromEntries(
    [...Map.groupBy(await streamsNow(database.pool), ({ state }) => state)].map(([state, of]) => [
      state,
      of.length,
    ]),
  )

async function startProcess(): Promise<ChildProcess> {
  const file = new URL('./worker-process.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, DATABASE_URL: database.url },
  })
  processes.push(child)
  await once(child.stdout as NodeJS.ReadableStream, 'data')
  return child
}

test('engines that are killed while pipelines run lose nothing, and nothing is done twice', async () => {
  await saveOrders(database.pool)
  await savePipeline(database.pool, 'report', [
    { name: 'log' },
    { name: 'event', params: { type: 'report.{{order}}' } },
  ])
  await shipOrders(database.pool, STREAMS)
  for (const killedAt of [1, STREAMS / 4, STREAMS / 2]) {
    const child = await startProcess()
    await until(async () => ((await counts()).completed ?? 0) >= killedAt)
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  const worker = openWorker(database.pool)
  try {
    await until(async () => {
      await recoverLostStreams(database.pool, worker.engineId, worker.held(), 0)
      return (await counts()).completed === STREAMS
    })
  } finally {
    await worker.stop(1_000)
  }
  const { rows } = await database.pool.query<{ made: number; logged: number }>(`
    select (select count(*)::int from event where uid like 'stream-%') as made,
      (select count(*)::int from stream_log) as logged`)
  expect(rows).toEqual([{ made: STREAMS, logged: STREAMS }])
})
