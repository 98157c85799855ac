import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { sendOverHttp } from '#bench/events/http.ts'
import { makeEvents, type Sent } from '#bench/events/load.ts'
import type { Measured } from '#bench/main.ts'
import { publishAlone } from '#bench/nats/alone.ts'
import { type Intake, startIntake, startIntakeWith } from '#bench/parts/intake.ts'
import { defaultKey } from '#bench/parts/key.ts'
import { middleBy, runRounds } from '#bench/parts/rounds.ts'
import { withWorld } from '#bench/parts/world.ts'
import { startCluster, startNats } from '#tests/services/servers/nats.ts'

const EVENTS = 30_000
const ROUNDS = 3
const POLL_MS = 20

/** Events a second, until the last was acknowledged and until the last was stored; the intake's processor time for one, in µs. */
interface Rate {
  acknowledged: number
  stored: number
  cpuUs: number
}

interface Round {
  direct: Rate
  one: Rate
  three: Rate
}

/**
 * The whole way of events over HTTP by way of NATS, one server and a cluster of three, until they are stored; beside it the same
 * straight into the database. Of each the round with the middle rate. All servers share this machine.
 */
export const measure = (): Promise<Measured> =>
  withWorld(async ({ url, pool, folder }) => {
    const { publicKey } = await defaultKey(url, pool)
    const [one, three] = [await startNats(), await startCluster()]
    const alone = { one: await publishAlone(one.url), three: await publishAlone(three.url) }
    const intakes = {
      direct: await startIntake('BELFRY_INTAKE_HTTP'),
      one: await startIntakeWith({ NATS_URL: one.url }, 'BELFRY_INTAKE_HTTP'),
      three: await startIntakeWith({ NATS_URL: three.url }, 'BELFRY_INTAKE_HTTP'),
    }
    try {
      let stored = 0
      const rounds = await runRounds('nats', ROUNDS, async i => {
        const send = (way: keyof Round) => {
          const events = makeEvents(EVENTS, i * 3 + stored, Date.now() / 1000)
          stored += EVENTS
          return sendAll(events, { pool, intake: intakes[way], publicKey, folder, stored })
        }
        return { direct: await send('direct'), one: await send('one'), three: await send('three') }
      })
      const direct = middle(rounds, 'direct')
      const cluster = middle(rounds, 'three')
      return {
        ...{ name: 'nats', unit: 'events/s', value: cluster.stored, floor: direct.stored },
        ratio: Math.round((cluster.stored / direct.stored) * 100) / 100,
        ...{ direct, one: middle(rounds, 'one'), three: cluster, messagesAlone: alone },
      }
    } finally {
      await Promise.all(Object.values(intakes).map(intake => intake.stop()))
      await Promise.all([one.stop(), three.stop()])
    }
  })

async function sendAll(
  events: readonly Sent[],
  target: { pool: Pool; intake: Intake; publicKey: string; folder: string; stored: number },
): Promise<Rate> {
  const { pool, intake, stored } = target
  const port = intake.portOf('BELFRY_INTAKE_HTTP')
  const [startedAt, cpuBefore] = [performance.now(), intake.cpuSeconds()]
  const acknowledged = await sendOverHttp(events, { ...target, port })
  // Without what it takes to start the sender.
  const beforeMs = performance.now() - startedAt - (events.length / acknowledged) * 1000
  while ((await countEvents(pool)) < stored) {
    intake.check()
    await delay(POLL_MS)
  }
  const seconds = (performance.now() - startedAt - beforeMs) / 1000
  const cpuUs = Math.round(((intake.cpuSeconds() - cpuBefore) / events.length) * 1e6)
  return {
    acknowledged: Math.round(acknowledged),
    stored: Math.round(events.length / seconds),
    cpuUs,
  }
}

async function countEvents(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select coalesce(sum(count), 0)::int as count from intake_count where reason = 'accepted'`,
  )
  return rows[0]?.count ?? 0
}

const middle = (rounds: readonly Round[], way: keyof Round): Rate =>
  middleBy(rounds, round => round[way].stored)[way]
