import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { builtInMonitors } from '#lib/monitors/built-in/monitors.ts'
import { exampleMonitors } from '#lib/monitors/examples.ts'
import type { MonitorInput } from '#lib/monitors/schema.ts'
import type { Plain } from '#lib/plugin.ts'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { openBroker } from '#lib/sources/broker.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const run = (sandbox: Sandbox, { name, script, timeoutMs, tags }: MonitorInput) =>
  sandbox.run({
    script,
    timeoutMs,
    monitor: { id: null, name, tags },
    now: new Date(),
    previous: { state: 'INACTIVE', value: null, at: null },
    sources: null,
    reach: everything,
  })

test('the example that is active is OK on an installation with nothing in it', async () => {
  const broker = openBroker()
  const sandbox = await openSandbox({ broker, processes: 1 })
  const active = exampleMonitors.filter(monitor => monitor.active)
  const outcomes = await Promise.all(active.map(monitor => run(sandbox, monitor)))
  await sandbox.close()
  await broker.close()
  expect(outcomes).toMatchObject([{ state: 'OK', value: 0, series: { median: 0, waiting: 0 } }])
})

test('what watches Belfry itself is OK on an installation that is well, and says what is wrong', async () => {
  const broker = openBroker()
  const sandbox = await openSandbox({ broker, processes: 1 })
  const outcomesOf = () => Promise.all(builtInMonitors.map(monitor => run(sandbox, monitor)))
  for (const role of ['web', 'engine', 'intake'])
    await database.db.beat.create({ data: { id: randomUUID(), role, host: 'h', pid: 1 } })
  expect(await outcomesOf()).toMatchObject(builtInMonitors.map(() => ({ state: 'OK', value: 0 })))

  await database.db.beat.deleteMany({ where: { role: 'intake' } })
  await breakThings(database.pool)
  expect((await outcomesOf()).map(({ state, message }) => `${state}: ${message}`)).toEqual([
    'ALARM: 1 monitors are overdue',
    'ALARM: Messages are due, and nobody sends them',
    'ALARM: 7 messages were dropped in five minutes',
    expect.stringMatching(/^ALARM: no intake is running; nothing is sent to the alert ops/),
  ])
  await sandbox.close()
  await broker.close()
})

/** One monitor that nobody runs, a delivery that nobody sends, and messages for which there was no room. */
async function breakThings(pool: Pool) {
  const before = `now() - interval '10 minutes'`
  await pool.query(`
    insert into monitor (name, script, schedule, policy, scheduled_from, state)
      values ('late', '', '* * * * *', '{}', ${before}, 'OK');
    insert into alert (key, type, config, states) values ('ops', 'webhook', '{}', '{OK}');
    insert into transition (monitor_id, at, "from", "to", message, version)
      select id, ${before}, 'OK', 'ALARM', '', 1 from monitor where name = 'late';
    insert into delivery (transition_id, monitor_id, alert_id, created_at, next_attempt_at)
      select t.id, t.monitor_id, a.id, ${before}, ${before} from transition t, alert a;
    insert into intake_count (minute, project_id, input, reason, count)
      values (date_trunc('minute', now()) - interval '2 minutes', 1, 'http', 'overloaded', 7)`)
}

const certificateDaysLeft = 40
const healthy: Record<string, Plain> = {
  'graphite.getSum("sumSeries(stats_counts.response.*)")': 1000,
  'graphite.getSum("stats_counts.response.500")': 1,
  'shop.value': 3,
  'http.get': { status: 200, headers: {}, text: '', timeMs: 20, certificateDaysLeft },
  'prometheus.value': 60,
}

test('the paused examples are right once their source is there', async () => {
  const sandbox = await openSandbox({
    processes: 1,
    broker: {
      call: async ({ source, method, args: [first] }) =>
        healthy[`${source}.${method}(${JSON.stringify(first)})`] ??
        healthy[`${source}.${method}`] ??
        null,
    },
  })
  const paused = exampleMonitors.filter(monitor => !monitor.active)
  const outcomes = await Promise.all(paused.map(monitor => run(sandbox, monitor)))
  await sandbox.close()
  expect(outcomes.map(({ state, value }) => [state, value])).toEqual([
    ['OK', 0.1],
    ['OK', 3],
    ['OK', 20],
    ['OK', 60],
  ])
})
