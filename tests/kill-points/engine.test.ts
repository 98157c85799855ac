import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pauseMonitor } from '#lib/monitors/mutations.ts'
import { runNow } from '#lib/runs/mutations.ts'
import { ada } from '#tests/actor.ts'
import { newToggle, openEngineWorld } from '#tests/kill-points/engine-world.ts'
import { letLeasesEnd } from '#tests/kill-points/leases.ts'
import { accountedFor, toldOf, transitionsFrom } from '#tests/kill-points/model.ts'
import { unnamed } from '#tests/kill-points/named.ts'
import type { Point } from '#tests/kill-points/point.ts'
import { until } from '#tests/until.ts'

let world: Awaited<ReturnType<typeof openEngineWorld>>
beforeAll(async () => {
  world = await openEngineWorld()
  await world.engine.start()
})
afterAll(() => world?.close())

const CLAIM = { writes: ['run'], says: `set status = 'running'` }
const RECORD = { writes: ['run', 'monitor', 'transition', 'delivery'] }
const SEND = { writes: ['delivery'], butNot: ['transition', 'delivery_attempt'] }
const SENT = { writes: ['delivery_attempt'] }
const PLAN = { writes: ['run'], says: 'insert into run' }
const AGAIN = { writes: ['run', 'job'], butNot: ['monitor'], says: `set status = 'queued'` }
/** What is done of these where nothing is to be told, and rounds that say what they find again. */
const ALIKE = [
  { writes: ['run', 'monitor'] },
  { writes: ['run'], says: `set status = 'skipped'` },
  { writes: ['run'], says: 'for update' },
  { writes: ['stream'], says: 'with lost' },
]
/** Between any two effects on the way from a run to its receiver, in their order; and whether the receiver hears it twice then. */
const POINTS: [what: string, point: Point, repeats: boolean][] = [
  ['before a run is claimed', { moment: 'before', ...CLAIM }, false],
  ['after a run is claimed', { moment: 'after', ...CLAIM }, false],
  ['after its script has ended', { moment: 'before', ...RECORD }, false],
  ['after its end is recorded', { moment: 'after', ...RECORD }, false],
  ['before a delivery is claimed', { moment: 'before', ...SEND }, false],
  ['after a delivery is claimed', { moment: 'after', ...SEND }, false],
  ['after the receiver has answered', { moment: 'before', ...SENT }, true],
  ['after that is recorded', { moment: 'after', ...SENT }, false],
]
/** A monitor that changes its state with every run and tells it to one alert; and what is expected of it. */
const stories = {
  hook: { id: 0, asked: 0, repeats: 0 },
  mail: { id: 0, asked: 0, repeats: 0 },
}
type Story = keyof typeof stories
beforeAll(async () => {
  for (const [alert, story] of Object.entries(stories))
    story.id = await newToggle(world.site, { name: alert, alerts: [alert] })
})

/** Asks for a run, and goes on with another engine when this one was killed. Everything is as it would be without that. */
async function ask(name: Story, repeats: boolean) {
  const story = stories[name]
  await runNow(story.id, ada)
  await survive(name, repeats)
}

async function survive(name: Story, repeats: boolean) {
  const story = stories[name]
  story.asked++
  if (repeats) story.repeats++
  await world.engine.killed()
  await letLeasesEnd(world.pool)
  await world.engine.start()

  const { runs, transitions, deliveries } = await until(() => settled(story))
  expect(runs.map(({ status }) => status)).toEqual(Array(story.asked).fill('done'))
  expect(transitions).toEqual(transitionsFrom(runs.map(({ state }) => state)))
  expect(deliveries.map(({ status }) => status)).toEqual(Array(story.asked).fill('sent'))
  const heard = world[name].received
  expect([...new Set(heard)]).toEqual(deliveries.map(({ uid }) => uid))
  expect(heard).toHaveLength(story.asked + story.repeats)
}

async function settled({ id, asked }: { id: number; asked: number }) {
  const told = await toldOf(world.pool, id)
  const isOver =
    told.runs.every(({ status }) => status !== 'queued' && status !== 'running') &&
    told.deliveries.length === asked &&
    told.deliveries.every(({ status }) => status !== 'queued')
  return isOver ? told : null
}

describe('an engine that is killed', () => {
  test.each(POINTS)('%s', async (_, point, repeats) => {
    await world.engine.aim(point)
    await ask('hook', repeats)
  })

  test.each([
    ['while a script asks a source', 'site', 'hook', false],
    ['before a webhook is answered', 'hook', 'hook', true],
    ['before a mail is taken', 'mail', 'mail', true],
  ] as const)('%s', async (_, receiver, story, repeats) => {
    world[receiver].beforeAnswer(world.engine.kill)
    await ask(story, repeats)
  })

  test.each(['before', 'after'] as const)(
    '%s what another one left is queued again',
    async moment => {
      await world.engine.aim({ moment: 'after', ...CLAIM })
      await runNow(stories.hook.id, ada)
      await world.engine.killed()
      await letLeasesEnd(world.pool)
      await world.engine.start({ moment, ...AGAIN })
      await survive('hook', false)
    },
  )

  test.each(['before', 'after'] as const)(
    '%s a planned time is committed, every time has its row',
    async moment => {
      const rest = { schedule: '* * * * * *', script: 'return 1', alerts: [] }
      const id = await newToggle(world.site, { name: `every second, ${moment}`, ...rest })
      const from = (await world.db.monitor.findUniqueOrThrow({ where: { id } })).scheduledFrom
      await world.engine.aim({ moment, ...PLAN })
      await world.engine.killed()
      await letLeasesEnd(world.pool)
      await world.engine.start()
      const startedAt = Date.now()
      await until(async () => Number((await accountedFor(world.pool, id)).at(-1)) > startedAt)
      await pauseMonitor(id, ada)

      const times = (await accountedFor(world.pool, id)).map(Number)
      const first = Math.floor(Number(from) / 1000 + 1) * 1000
      expect(times).toEqual(times.map((_, i) => first + i * 1000))
    },
  )

  test('names every step that it takes', () => {
    const known = [...POINTS.map(([, point]) => point), PLAN, AGAIN, ...ALIKE]
    expect(unnamed(world.engine.effects(), known)).toEqual([])
  })
})
