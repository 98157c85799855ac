import type { Pool, PoolClient } from 'pg'
import { insertBare } from '#bench/events/floor.ts'
import { sendOverHttp } from '#bench/events/http.ts'
import { makeEvents, type Sent } from '#bench/events/load.ts'
import { sendOverZeromq } from '#bench/events/zeromq.ts'
import type { Measured } from '#bench/main.ts'
import { type Intake, startIntake } from '#bench/parts/intake.ts'
import { defaultKey } from '#bench/parts/key.ts'
import { middleBy, runRounds } from '#bench/parts/rounds.ts'
import { type World, withWorld } from '#bench/parts/world.ts'

const EVENTS = 200_000
const ROUNDS = 5

interface Round {
  http: number
  zeromq: number
  floor: number
}

/**
 * The whole way of events: sent by another process, read, stored with their indexes and committed by the intake as it runs;
 * over HTTP in batches, and over
 * ZeroMQ one by one; beside it plain inserts of the same into a table without an index, over one connection. Of each the round with the middle ratio.
 */
export const measure = (): Promise<Measured> =>
  withWorld(async world => {
    const { publicKey } = await defaultKey(world.url, world.pool)
    const intake = await startIntake('BELFRY_INTAKE_HTTP', 'BELFRY_INTAKE_BLUEOX')
    try {
      const means = { ...world, intake, publicKey }
      const rounds = await runRounds('events', ROUNDS, i => runRound(means, i))
      return {
        name: 'events',
        unit: 'events/s',
        ...middle(rounds, 'http'),
        zeromq: middle(rounds, 'zeromq'),
      }
    } finally {
      await intake.stop()
    }
  })

interface Means extends World {
  intake: Intake
  publicKey: string
}

/** The round with the middle ratio to the floor. */
function middle(rounds: readonly Round[], way: 'http' | 'zeromq') {
  const { floor, [way]: value } = middleBy(rounds, round => round[way] / round.floor)
  const ratio = Math.round((value / floor) * 100) / 100
  return { value: Math.round(value), floor: Math.round(floor), ratio }
}

async function runRound(means: Means, i: number): Promise<Round> {
  const { pool, intake, publicKey, folder } = means
  const events = makeEvents(EVENTS, i, Date.now() / 1000)
  const round: Round = { http: 0, zeromq: 0, floor: 0 }
  const overHttp = { port: intake.portOf('BELFRY_INTAKE_HTTP'), publicKey, folder }
  const overZeromq = {
    ...{ port: intake.portOf('BELFRY_INTAKE_BLUEOX'), folder, check: intake.check },
    isStored: async () => (await accepted(pool, 'blueox')) === EVENTS * (i + 1),
  }
  const takers = [
    async () => Object.assign(round, { http: await sendOverHttp(events, overHttp) }),
    async () =>
      Object.assign(round, { floor: await withClient(pool, client => insertBare(client, events)) }),
    async () => Object.assign(round, { zeromq: await sendOverZeromq(events, overZeromq) }),
  ]
  for (const take of i % 2 === 0 ? takers : takers.reverse()) await take()
  await check(pool, events, i)
  return round
}

/** How many were committed, by one input. */
async function accepted(pool: Pool, input: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select coalesce(sum(count), 0)::int as count from intake_count where input = $1 and reason = 'accepted'`,
    [input],
  )
  return rows[0]?.count ?? 0
}

async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>) {
  const client = await pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

/** All of them are to be found, with what they say. */
async function check(pool: Pool, events: readonly Sent[], i: number) {
  const { rows } = await pool.query<{ count: number }>(`select count(*)::int as count from event`)
  const sent = 2 * EVENTS * (i + 1)
  if (rows[0]?.count !== sent) throw new Error(`${sent} were sent, ${rows[0]?.count} are stored`)
  const last = events.at(-1)
  const { rowCount } = await pool.query(`select from event where id = $1 and traits = $2::jsonb`, [
    last?.id,
    JSON.stringify(last?.body),
  ])
  if (rowCount !== 2) throw new Error('what was sent is not what is stored')
}
