import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pauseMonitor } from '#lib/monitors/mutations.ts'
import { recoverLost } from '#lib/runs/lost.ts'
import { runNow } from '#lib/runs/mutations.ts'
import { planRuns } from '#lib/runs/planned.ts'
import { writeRuns } from '#lib/streams/effects/runs.ts'
import type { StreamFacts } from '#lib/streams/handlers/contract.ts'
import { inTransaction } from '#lib/transaction.ts'
import { ada } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import {
  anEngine,
  anotherEngine,
  fakeSandbox,
  newMonitor,
  runnerWith,
  telling,
  waitingRuns,
} from '#tests/lib/runs/world.ts'
import { facts } from '#tests/lib/streams/handlers/run.ts'

let base: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  base = await freshDatabase()
})
beforeEach(() => base.pool.query('truncate monitor, alert, graphile_worker._private_jobs cascade'))
afterAll(() => base.close())

/** Has pipelines of so many streams run a monitor, all in one transaction. */
const write = (monitor: string, streams = 1, rest: Partial<StreamFacts> = {}) =>
  inTransaction(base.pool, client =>
    writeRuns(
      client,
      Array.from({ length: streams }, (_, i) => ({
        stream: { ...facts, id: String(i + 1), ...rest },
        items: [{ monitor, input: { id: String(i + 1) } }],
      })),
    ),
  )

/** The runs that jobs of the queue stand for. */
async function queued(): Promise<string[]> {
  const { rows } = await base.pool.query<{ id: string }>(
    `select jsonb_array_elements_text(payload::jsonb->'runIds') as id
     from graphile_worker._private_jobs order by _private_jobs.id`,
  )
  return [...new Set(rows.map(({ id }) => id))]
}
const runs = (monitorId: number) =>
  base.db.run.findMany({ where: { monitorId }, orderBy: { id: 'asc' } })

test('a script sees the stream that it is run for, and its run tells which that was', async () => {
  const { id, name } = await newMonitor(base.db)
  await write(name)
  const sandbox = fakeSandbox(() => ({ state: 'ALARM', message: 'bad' }))
  await runnerWith(base.pool, sandbox).work(await queued())

  expect(sandbox.jobs).toEqual([expect.objectContaining({ stream: { id: '1' } })])
  expect(await runs(id)).toMatchObject([
    { status: 'done', state: 'ALARM', streamId: 1n, stream: null, manual: true },
  ])
  expect(await base.db.monitor.findFirst()).toMatchObject({ state: 'ALARM', lastMessage: 'bad' })
})

test('streams that end together all have their run, one after the other, in their order', async () => {
  const { id, name } = await newMonitor(base.db)
  await write(name, 5)
  await write(name, 2)
  expect(await queued()).toHaveLength(1)

  const sandbox = fakeSandbox()
  const runner = runnerWith(base.pool, sandbox)
  for (let done = 0; done < 7; done++) await runner.work(await queued())
  expect(sandbox.jobs.map(({ stream }) => stream)).toEqual(
    [1, 2, 3, 4, 5, 1, 2].map(id => ({ id: String(id) })),
  )
  expect((await runs(id)).map(({ status }) => status)).toEqual(Array(7).fill('done'))
})

test('a schedule goes on beside those that wait, and so does a run by hand', async () => {
  const { id, name } = await newMonitor(base.db)
  await write(name, 2)
  await planRuns(base.pool, [{ monitorId: id, at: new Date('2026-01-01T12:00:00Z') }])
  const byHand = await runNow(id, ada)
  const found = await runs(id)
  expect(found.map(({ status }) => status)).toEqual(['queued', 'queued', 'queued', 'queued'])
  expect(found.find(run => run.id === BigInt(byHand))).toMatchObject({ streamId: null })
})

describe('of a paused monitor', () => {
  test('nothing is run: it is noted as skipped', async () => {
    const { id, name } = await newMonitor(base.db, { active: false })
    await write(name)
    expect(await runs(id)).toMatchObject([
      { status: 'skipped', message: 'The monitor was paused.', streamId: 1n, stream: null },
    ])
    expect(await queued()).toEqual([])
  })

  test('what waits when it is paused is not run either', async () => {
    const { id, name } = await newMonitor(base.db)
    await write(name, 3)
    await pauseMonitor(id, ada)
    const waiting = await queued()
    const sandbox = fakeSandbox()
    await runnerWith(base.pool, sandbox).work(waiting)
    expect(sandbox.jobs).toEqual([])
    expect((await runs(id)).filter(run => run.streamId).map(({ status }) => status)).toEqual(
      Array(3).fill('skipped'),
    )
  })
})

test('a run that died with its engine, twice, lets the next one go on', async () => {
  const { id, name } = await newMonitor(base.db)
  await write(name, 2)
  await base.db.run.updateMany({
    where: { monitorId: id, streamId: 1n },
    data: { status: 'running', claimedBy: anotherEngine, attempts: 2, startedAt: new Date() },
  })
  await base.pool.query('truncate graphile_worker._private_jobs')
  await recoverLost(telling(base.pool), anEngine, [], 1_000, new Date())
  const [first, second] = await runs(id)
  expect(first).toMatchObject({ status: 'done', state: 'ERROR', reason: 'runner lost' })
  expect(await queued()).toEqual([String(second?.id)])
})

describe('a monitor that is not there', () => {
  test.each<[string, string[], string[], boolean]>([
    ['is refused', [], [], false],
    ['of another group is not there', ['night'], ['shop'], false],
    ['of a group of the project is there', ['shop'], ['shop', 'web'], true],
    ['of a group is not there for a project of none', ['shop'], [], false],
  ])('%s', async (what, groups, ofProject, isThere) => {
    const { name } = await newMonitor(base.db, { groups })
    const { id: projectId } = await base.db.project.create({
      data: { name: `p-${groups}-${ofProject}-${isThere}`, groups: ofProject },
    })
    const writing = write(what === 'is refused' ? 'nobody' : name, 1, { projectId })
    if (isThere) return expect(await writing).toBeUndefined()
    await expect(writing).rejects.toThrow(/^There is no monitor ".*" that this project may run\.$/)
    expect(await waitingRuns(base.pool)).toEqual([])
  })
})
