import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { sendOverHttp, type Target } from '#bench/events/http.ts'
import type { Measured } from '#bench/main.ts'
import { startIntake } from '#bench/parts/intake.ts'
import { defaultKey } from '#bench/parts/key.ts'
import { startRole } from '#bench/parts/role.ts'
import { middleBy, runRounds } from '#bench/parts/rounds.ts'
import { withWorld } from '#bench/parts/world.ts'
import { orderEvents, shopTriggers } from '#bench/streams/load.ts'
import { makePipelines, setTriggers } from '#bench/streams/triggers.ts'
import type { TriggerInput } from '#lib/streams/definition/schema.ts'

const ORDERS = 10_000
const SHOPS = 100
const ROUNDS = 5
/** No order is of one of these. */
const OTHER_SHOP = 10_000

/** Events a second. */
interface Round {
  /** without a trigger */
  stored: number
  /** until the last one is in its stream */
  collected: number
  /** until the last stream has been fired */
  fired: number
  hundredOthers: number
  thousandOthers: number
}

/**
 * The whole way of streams: 50,000 events, five of each of 10,000 orders in any order, sent over HTTP by another process, stored, met
 * by 100 triggers, collected, and the pipelines of all streams run and ended. Beside it the same events without a trigger, and with
 * 100 and 1,000 triggers that take none of them.
 */
export const measure = (): Promise<Measured> =>
  withWorld(async ({ url, pool, folder }) => {
    const { publicKey } = await defaultKey(url, pool)
    await makePipelines(pool)
    const intake = await startIntake('BELFRY_INTAKE_HTTP')
    const engine = await startRole('engine')
    const target = { port: intake.portOf('BELFRY_INTAKE_HTTP'), publicKey, folder }
    try {
      return measured(await runRounds('streams', ROUNDS, i => runRound({ pool, target }, i)))
    } finally {
      await engine.stop()
      await intake.stop()
    }
  })

interface Means {
  pool: Pool
  target: Target
}

async function runRound(means: Means, i: number): Promise<Round> {
  const round: Round = { stored: 0, collected: 0, fired: 0, hundredOthers: 0, thousandOthers: 0 }
  const takers = [
    async (seed: number) => Object.assign(round, { stored: await send(means, seed, []) }),
    async (seed: number) => Object.assign(round, await fire(means, seed)),
    async (seed: number) =>
      Object.assign(round, {
        hundredOthers: await send(means, seed, shopTriggers(100, OTHER_SHOP)),
      }),
    async (seed: number) =>
      Object.assign(round, {
        thousandOthers: await send(means, seed, shopTriggers(1_000, OTHER_SHOP)),
      }),
  ]
  const turn = i % 2 === 0 ? takers : takers.reverse()
  for (const [k, take] of turn.entries()) await take(i * takers.length + k)
  return round
}

/** Until the last event is stored. */
async function send({ pool, target }: Means, seed: number, triggers: readonly TriggerInput[]) {
  await setTriggers(pool, triggers)
  return sendOverHttp(orderEvents(ORDERS, SHOPS, seed), target)
}

/** Until the last event is in its stream, and until the last stream has been fired. */
async function fire({ pool, target }: Means, seed: number) {
  await setTriggers(pool, shopTriggers(SHOPS))
  const events = orderEvents(ORDERS, SHOPS, seed)
  const collected = await sendOverHttp(events, target)
  const sentAt = performance.now()
  while ((await completed(pool)) < ORDERS) await delay(50)
  const restSeconds = (performance.now() - sentAt) / 1000
  return { collected, fired: events.length / (events.length / collected + restSeconds) }
}

async function completed(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from stream s join trigger t on t.id = s.trigger_id
     where t.deleted_at is null and s.state = 'completed'`,
  )
  return rows[0]?.count ?? 0
}

/** Of each the round with the middle ratio. */
function measured(rounds: readonly Round[]): Measured {
  const { fired, stored, collected } = middleBy(rounds, ({ fired, stored }) => fired / stored)
  const others = middleBy(
    rounds,
    ({ hundredOthers, thousandOthers }) => hundredOthers / thousandOthers,
  )
  return {
    ...{ name: 'streams', unit: 'events/s' },
    ...{ value: Math.round(fired), floor: Math.round(stored), ratio: rounded(fired / stored) },
    collected: Math.round(collected),
    others: {
      hundred: Math.round(others.hundredOthers),
      thousand: Math.round(others.thousandOthers),
      /** how many times as long it takes with a thousand */
      times: rounded(others.hundredOthers / others.thousandOthers),
    },
  }
}

const rounded = (ratio: number) => Math.round(ratio * 100) / 100
