import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPool } from '#lib/db/client.ts'
import { claimRuns } from '#lib/runs/claim.ts'
import { planRuns } from '#lib/runs/planned.ts'
import { freshDatabase } from '#tests/database.ts'
import {
  anEngine,
  anotherEngine,
  fakeSandbox,
  newMonitor,
  runnerWith,
  statuses,
  waitingRuns,
} from '#tests/lib/runs/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(() =>
  database.pool.query('truncate monitor, alert cascade; delete from graphile_worker._private_jobs'),
)
afterAll(() => database.close())

const noon = new Date('2026-01-01T12:00:00Z')
const plan = (monitorId: number, at = noon) => planRuns(database.pool, [{ monitorId, at }])
const firstRun = () => database.db.run.findFirstOrThrow({ orderBy: { plannedAt: 'asc' } })

describe('a run', () => {
  test('that two jobs stand for is done once, and told once', async () => {
    const monitor = await newMonitor(database.db)
    await plan(monitor.id)
    const ids = await waitingRuns(database.pool)
    const sandbox = fakeSandbox(() => ({ state: 'ALARM' }))
    const runner = runnerWith(database.pool, sandbox)
    await Promise.all([runner.work(ids), runner.work(ids)])

    expect(sandbox.jobs).toHaveLength(1)
    expect(await statuses(database.db, monitor.id)).toEqual(['done'])
    expect(await database.db.transition.count()).toBe(1)
  })

  test('is recorded with everything that its page shows', async () => {
    const monitor = await newMonitor(database.db, { version: 3 })
    await plan(monitor.id)
    const call = {
      source: 'g',
      method: 'm',
      args: '[]',
      durationMs: 1,
      bytes: 2,
      result: '1',
      error: null,
    }
    const sandbox = fakeSandbox(() => ({
      state: 'ALARM',
      value: 0.5,
      series: { requests: 7 },
      message: 'too many',
      output: 'looked',
      calls: [call],
      line: 4,
    }))
    await runnerWith(database.pool, sandbox).work(await waitingRuns(database.pool))

    expect(await firstRun()).toMatchObject({
      status: 'done',
      state: 'ALARM',
      value: 0.5,
      series: { requests: 7 },
      message: 'too many',
      output: 'looked',
      calls: [call],
      line: 4,
      version: 3,
      claimedBy: null,
    })
    expect(await database.db.monitor.findFirst()).toMatchObject({
      state: 'ALARM',
      lastState: 'ALARM',
      lastValue: 0.5,
      lastMessage: 'too many',
    })
    expect(await database.db.transition.findMany()).toMatchObject([
      { from: 'INACTIVE', to: 'ALARM', message: 'too many', version: 3 },
    ])
  })

  test('knows its monitor and what that reaches, its planned time and what came before it', async () => {
    const monitor = await newMonitor(database.db, {
      tags: ['a'],
      sources: ['graphite'],
      groups: ['shop'],
      timeoutMs: 1234,
      lastState: 'OK',
      lastValue: 7,
      lastRunAt: noon,
    })
    await plan(monitor.id, new Date('2026-01-01T12:01:00Z'))
    const sandbox = fakeSandbox()
    await runnerWith(database.pool, sandbox).work(await waitingRuns(database.pool))

    expect(sandbox.jobs).toEqual([
      {
        script: 'return 1',
        monitor: { id: monitor.id, name: monitor.name, tags: ['a'] },
        now: new Date('2026-01-01T12:01:00Z'),
        previous: { state: 'OK', value: 7, at: noon },
        stream: null,
        timeoutMs: 1234,
        sources: ['graphite'],
        reach: { all: false, groups: ['shop'] },
      },
    ])
  })

  test('runs the script as it was saved last', async () => {
    const monitor = await newMonitor(database.db)
    const sandbox = fakeSandbox()
    const runner = runnerWith(database.pool, sandbox)
    await plan(monitor.id)
    await runner.work(await waitingRuns(database.pool))
    await database.db.monitor.update({
      where: { id: monitor.id },
      data: { script: 'return 2', version: 2 },
    })
    await plan(monitor.id, new Date('2026-01-01T12:01:00Z'))
    await runner.work(await waitingRuns(database.pool))

    expect(sandbox.jobs.map(job => job.script)).toEqual(['return 1', 'return 2'])
  })

  test('whose sandbox fails is an ERROR that says so', async () => {
    const { id } = await newMonitor(database.db)
    await plan(id)
    const sandbox = fakeSandbox(() => Promise.reject(new Error('no processes')))
    await runnerWith(database.pool, sandbox).work(await waitingRuns(database.pool))
    expect(await firstRun()).toMatchObject({
      state: 'ERROR',
      reason: 'runner lost',
      message: 'no processes',
    })
  })

  test('that the database refuses is an ERROR that says so, and costs no other its result', async () => {
    const [one, other] = [await newMonitor(database.db), await newMonitor(database.db)]
    await plan(one.id)
    await plan(other.id)
    const sandbox = fakeSandbox(({ monitor }) => (monitor.id === one.id ? { message: '\0' } : {}))
    await runnerWith(database.pool, sandbox).work(await waitingRuns(database.pool))

    expect(await database.db.run.findFirst({ where: { monitorId: one.id } })).toMatchObject({
      state: 'ERROR',
      message: expect.stringContaining('could not be stored'),
    })
    expect(await database.db.run.findFirst({ where: { monitorId: other.id } })).toMatchObject({
      state: 'OK',
    })
  })
})

describe('two engines', () => {
  test('that get the same runs run each once', async () => {
    for (let i = 0; i < 100; i++) await plan((await newMonitor(database.db)).id)
    const ids = await waitingRuns(database.pool)
    const sandboxes = [fakeSandbox(), fakeSandbox()]
    await Promise.all(
      sandboxes.map((sandbox, i) =>
        runnerWith(database.pool, sandbox, [anEngine, anotherEngine][i]).work(ids),
      ),
    )
    expect(sandboxes.flatMap(sandbox => sandbox.jobs)).toHaveLength(100)
    expect(await database.db.run.count({ where: { status: 'done' } })).toBe(100)
    expect(await database.db.transition.count()).toBe(100)
  })

  test('never run one monitor at the same time', async () => {
    const { id } = await newMonitor(database.db, { policy: { overlap: 'queue' } })
    for (const second of [0, 1])
      await database.db.run.create({
        data: { monitorId: id, plannedAt: new Date(noon.getTime() + second * 1000) },
      })
    const [first = '', second = ''] = await waitingRuns(database.pool)
    const claims = await Promise.all([
      claimRuns(database.pool, anEngine, [first]),
      claimRuns(database.pool, anotherEngine, [second]),
    ])
    expect(claims.flat().filter(Boolean)).toHaveLength(1)
    expect((await statuses(database.db, id)).toSorted()).toEqual(['queued', 'running'])
  })
})

describe('while a run goes', () => {
  /** Starts the run of a new monitor and holds its script back. */
  async function underWay(rest: object = {}) {
    const monitor = await newMonitor(database.db, { state: 'OK', ...rest })
    await plan(monitor.id)
    const gate = Promise.withResolvers<void>()
    const sandbox = fakeSandbox(async () => {
      await gate.promise
      return { state: 'ALARM', message: 'late' }
    })
    const runner = runnerWith(database.pool, sandbox)
    const ids = await waitingRuns(database.pool)
    const working = runner.work(ids)
    await until(() => sandbox.jobs.length === 1)
    const finish = () => {
      gate.resolve()
      return working
    }
    return { monitor, runner, sandbox, finish }
  }

  test('its monitor may be deleted: nothing is recorded, nothing fails', async () => {
    const { monitor, finish } = await underWay()
    await database.db.monitor.delete({ where: { id: monitor.id } })
    await finish()
    expect(await database.db.run.count()).toBe(0)
    expect(await database.db.transition.count()).toBe(0)
  })

  test('its monitor may be paused: the run is recorded, the monitor stays INACTIVE', async () => {
    const { monitor, finish } = await underWay()
    await database.db.monitor.update({
      where: { id: monitor.id },
      data: { active: false, state: 'INACTIVE' },
    })
    await finish()
    expect(await firstRun()).toMatchObject({ status: 'done', state: 'ALARM' })
    expect(await database.db.monitor.findFirst()).toMatchObject({ state: 'INACTIVE' })
    expect(await database.db.transition.count()).toBe(0)
  })

  test('its monitor may be saved: the run tells the version that ran, judged by the new policy', async () => {
    const { monitor, finish } = await underWay()
    const twice = { ...(monitor.policy as object), after: { OK: 1, ALARM: 2, ERROR: 1 } }
    await database.db.monitor.update({
      where: { id: monitor.id },
      data: { version: 2, policy: twice },
    })
    await finish()
    expect(await firstRun()).toMatchObject({ version: 1 })
    expect(await database.db.monitor.findFirst()).toMatchObject({
      state: 'OK',
      pendingState: 'ALARM',
      pendingCount: 1,
    })
  })

  test('its monitor may be locked by who saves it: the end waits for that', async () => {
    const { monitor, finish } = await underWay()
    const editor = await database.pool.connect()
    await editor.query('begin')
    await editor.query('select from monitor where id = $1 for update', [monitor.id])
    const finished = finish()
    const other = await newMonitor(database.db)
    await plan(other.id)
    await runnerWith(database.pool, fakeSandbox(), anotherEngine).work(
      await waitingRuns(database.pool),
    )
    expect(await statuses(database.db, other.id)).toEqual(['done'])
    expect(await statuses(database.db, monitor.id)).toEqual(['running'])

    await editor.query('commit')
    editor.release()
    await finished
    expect(await statuses(database.db, monitor.id)).toEqual(['done'])
  })

  test('the engine may stop: a run that ends in time is recorded', async () => {
    const { monitor, runner, finish } = await underWay()
    const stopped = runner.stop(10_000)
    await Promise.all([finish(), stopped])
    expect(await statuses(database.db, monitor.id)).toEqual(['done'])
  })

  test('the engine may stop: a run that does not end in time goes back to the queue', async () => {
    const { monitor, runner, finish } = await underWay()
    await runner.stop(1)
    expect(await firstRun()).toMatchObject({ status: 'queued', claimedBy: null, attempts: 0 })
    const { rows } = await database.pool.query(
      `select from graphile_worker._private_jobs where locked_at is null`,
    )
    expect(rows).not.toHaveLength(0)

    await finish()
    expect(await statuses(database.db, monitor.id)).toEqual(['queued'])
  })
})

test('an engine stops in order while the database is away', async () => {
  const away = openPool('postgres://nobody@127.0.0.1:9/nothing')
  await expect(runnerWith(away, fakeSandbox()).stop(1)).resolves.toBeUndefined()
  await away.end()
})

test('a run that waits for the one before it comes again', async () => {
  const { id } = await newMonitor(database.db, { policy: { overlap: 'queue' } })
  await database.db.run.create({
    data: { monitorId: id, plannedAt: noon, status: 'running', claimedBy: anotherEngine },
  })
  await plan(id, new Date('2026-01-01T12:01:00Z'))
  await database.pool.query('delete from graphile_worker._private_jobs')
  await runnerWith(database.pool, fakeSandbox()).work(await waitingRuns(database.pool))

  expect(await statuses(database.db, id)).toEqual(['running', 'queued'])
  const { rows } = await database.pool.query(
    `select from graphile_worker._private_jobs where run_at > now()`,
  )
  expect(rows).toHaveLength(1)
})

test('what was asked for by a person runs although the monitor is paused', async () => {
  const { id } = await newMonitor(database.db, { active: false })
  for (const manual of [true, false])
    await database.db.run.create({
      data: { monitorId: id, plannedAt: manual ? noon : new Date(noon.getTime() - 1), manual },
    })
  await runnerWith(database.pool, fakeSandbox()).work(await waitingRuns(database.pool))
  expect(await statuses(database.db, id)).toEqual(['skipped', 'done'])
})
