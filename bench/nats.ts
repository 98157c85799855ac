import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { sendOverHttp } from '#bench/events/http.ts'
import { makeEvents, type Sent } from '#bench/events/load.ts'
import type { Measured } from '#bench/main.ts'
import { publishAlone } from '#bench/nats/alone.ts'
import { type Intake, startIntake, startIntakeWith } from '#bench/parts/intake.ts'
import { defaultKey } from '#bench/parts/key.ts'
import { withPostgres } from '#bench/parts/postgres.ts'
import { openPool } from '#lib/db/client.ts'
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
  withPostgres(async url => {
    const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-nats-'))
    const pool = openPool(url)
    const { publicKey } = await defaultKey(url, pool)
    const [one, three] = [await startNats(), await startCluster()]
    const alone = { one: await publishAlone(one.url), three: await publishAlone(three.url) }
    const intakes = {
      direct: await startIntake('BELFRY_INTAKE_HTTP'),
      one: await startIntakeWith({ NATS_URL: one.url }, 'BELFRY_INTAKE_HTTP'),
      three: await startIntakeWith({ NATS_URL: three.url }, 'BELFRY_INTAKE_HTTP'),
    }
    try {
      const rounds: Round[] = []
      let stored = 0
      for (let i = 0; i <= ROUNDS; i++) {
        const round: Partial<Round> = {}
        for (const way of ['direct', 'one', 'three'] as const) {
          const events = makeEvents(EVENTS, i * 3 + stored, Date.now() / 1000)
          stored += EVENTS
          const target = { pool, intake: intakes[way], publicKey, folder, stored }
          round[way] = await sendAll(events, target)
        }
        process.stderr.write(`${i}: ${JSON.stringify(round)}\n`)
        // The first does not count: the intake runs for weeks.
        if (i > 0) rounds.push(round as Round)
      }
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
      await pool.end()
      rmSync(folder, { recursive: true, force: true })
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

function middle(rounds: readonly Round[], way: keyof Round): Rate {
  const sorted = rounds.map(round => round[way]).toSorted((a, b) => a.stored - b.stored)
  return sorted[Math.floor(sorted.length / 2)] as Rate
}
