import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAlert, queueDeliveries } from '#lib/alerting/mutations.ts'
import { loadStories } from '#lib/alerting/story.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { change, newMonitor } from '#tests/lib/alerting/world.ts'

let base: Awaited<ReturnType<typeof freshDatabase>>

beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.close())
beforeEach(async () => {
  await base.pool.query('truncate alert, monitor, graphile_worker._private_jobs cascade')
  await createAlert(
    { key: 'hook', type: 'webhook', config: { url: 'https://example.com/' } },
    byAda,
  )
})

const address = 'https://belfry.example.com'

async function newestStory() {
  const { id } = await base.db.delivery.findFirstOrThrow({ orderBy: { id: 'desc' } })
  return (await loadStories(base.pool, [String(id)], address)).get(String(id)) ?? null
}

test.each([
  ['none', '', null],
  ['markdown', '# What to do\nSee https://example.com/x', 'MONITOR#runbook'],
  ['an address alone', ' https://wiki.example.com/mail ', 'https://wiki.example.com/mail'],
  ['what only looks like an address', 'https://', 'MONITOR#runbook'],
  ['a script', 'javascript:alert(1)', 'MONITOR#runbook'],
])('a runbook that is %s', async (_, runbook, expected) => {
  const { id } = await newMonitor(base.db, 'Queue', { runbook })
  await change(base.pool, id, 'OK', 'ALARM')
  const story = await newestStory()
  expect(story?.transition.runbookUrl).toBe(
    expected?.replace('MONITOR', `${address}/monitors/${id}`) ?? null,
  )
})

test('the history tells the runs up to the change, with their unit', async () => {
  const { id } = await newMonitor(base.db, 'Queue', { unit: 'ms' })
  await base.pool.query(
    `insert into run (monitor_id, planned_at, status, value)
     select $1, now() - make_interval(mins => 11 - n), 'done', to_jsonb(n) from generate_series(0, 11) n`,
    [id],
  )
  await change(base.pool, id, 'OK', 'ALARM')
  await base.pool.query(
    `insert into run (monitor_id, planned_at, status, value) values ($1, now() + interval '1 minute', 'done', '99')`,
    [id],
  )
  expect((await newestStory())?.transition.history).toBe(
    'Last 10 runs, 9 minutes: … 6, 7, 8, 9, 10, 11 ms (lowest 2, highest 11).',
  )
})

test('a repetition tells what the monitor says by now', async () => {
  const { id } = await newMonitor(base.db, 'Queue')
  const { id: transitionId } = await change(base.pool, id, 'OK', 'ALARM', { message: 'at first' })
  await base.db.monitor.update({
    where: { id },
    data: { lastState: 'ALARM', lastMessage: 'by now', lastValue: 99 },
  })
  expect((await newestStory())?.transition).toMatchObject({ message: 'at first', value: 67 })

  await queueDeliveries(base.pool, [{ transitionId, repeat: 1 }])
  expect((await newestStory())?.transition).toMatchObject({
    repeat: 1,
    message: 'by now',
    value: 99,
  })
})

test('what was deleted has no story', async () => {
  expect(await loadStories(base.pool, ['987654'], address)).toEqual(new Map())
})
