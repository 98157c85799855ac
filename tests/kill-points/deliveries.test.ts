import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runNow } from '#lib/runs/mutations.ts'
import { ada } from '#tests/actor.ts'
import { newToggle, openEngineWorld } from '#tests/kill-points/engine-world.ts'
import { letLeasesEnd } from '#tests/kill-points/leases.ts'
import { toldOf } from '#tests/kill-points/model.ts'
import type { Point } from '#tests/kill-points/point.ts'
import { victim } from '#tests/kill-points/victim.ts'
import { until } from '#tests/until.ts'

let world: Awaited<ReturnType<typeof openEngineWorld>>
let monitor: number
let monitors = 0
beforeAll(async () => {
  world = await openEngineWorld()
  await world.engine.start()
})
afterAll(() => world?.close())
beforeEach(async () => {
  monitor = await newToggle(world.site, { name: `told ${++monitors}`, alerts: ['hook'] })
  world.hook.received.length = 0
})

const MOMENTS = ['before', 'after'] as const
type Moment = Point['moment']
const ENDED = { writes: ['delivery_attempt'] }
const RETRY = { writes: ['delivery', 'audit'] }

/** Of a monitor with one delivery, once it is of this status: what its receiver has heard of it. */
async function heardOnce(status: string) {
  const one = await until(async () => {
    const [delivery, ...rest] = (await toldOf(world.pool, monitor)).deliveries
    expect(rest).toEqual([])
    return delivery?.status === status ? delivery : null
  })
  expect(new Set(world.hook.received)).toEqual(new Set([one.uid]))
  return world.hook.received.length
}

const attempts = async () => {
  const { rows } = await world.pool.query<{ id: string; ok: boolean }>(
    `select d.id::text, a.ok from delivery d left join delivery_attempt a on a.delivery_id = d.id
     where monitor_id = $1 order by a.id`,
    [monitor],
  )
  return rows
}

async function goOn() {
  await world.engine.killed()
  await letLeasesEnd(world.pool)
  await world.engine.start()
}

describe('an engine that is killed', () => {
  test.each(MOMENTS)(
    '%s a refusal is recorded, which is for now: it is told later',
    async moment => {
      world.hook.status = 503
      await world.engine.aim({ moment, ...ENDED })
      await runNow(monitor, ada)
      await world.engine.killed()
      world.hook.status = 200
      await goOn()
      expect(await heardOnce('sent')).toBe(2)
      expect((await attempts()).map(({ ok }) => ok)).toEqual(
        moment === 'after' ? [false, true] : [true],
      )
    },
  )

  test.each(MOMENTS)('%s a refusal is recorded, which is for good: it is dead', async moment => {
    world.hook.status = 410
    await world.engine.aim({ moment, ...ENDED })
    await runNow(monitor, ada)
    await goOn()
    expect(await heardOnce('dead')).toBe(moment === 'after' ? 1 : 2)
    expect((await attempts()).map(({ ok }) => ok)).toEqual([false])
  })
})

describe('who sends a dead one again and is killed', () => {
  test.each(MOMENTS)(
    '%s that is committed: it is sent when it was said, and noted',
    async (moment: Moment) => {
      world.hook.status = 410
      await runNow(monitor, ada)
      await heardOnce('dead')
      world.hook.status = 200

      const [{ id } = { id: '' }] = await attempts()
      const person = victim({
        module: 'tests/kill-points/work-process.ts',
        args: ['retry', id],
        env: { DATABASE_URL: world.url },
      })
      await person.start({ moment, ...RETRY })
      await person.killed()
      const { rows } = await world.pool.query(
        `select from audit where action = 'retry' and subject_id = $1`,
        [id],
      )
      expect(rows).toHaveLength(moment === 'after' ? 1 : 0)
      expect(await heardOnce(moment === 'after' ? 'sent' : 'dead')).toBe(moment === 'after' ? 2 : 1)
    },
  )
})
