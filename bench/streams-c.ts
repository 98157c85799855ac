import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { sendOverHttp, type Target } from '#bench/events/http.ts'
import type { Measured } from '#bench/main.ts'
import { startIntake } from '#bench/parts/intake.ts'
import { defaultKey } from '#bench/parts/key.ts'
import { withPostgres } from '#bench/parts/postgres.ts'
import { startRole } from '#bench/parts/role.ts'
import { orderEvents, shopTriggers } from '#bench/streams/load.ts'
import { makePipelines, setTriggers } from '#bench/streams/triggers.ts'
import { openPool } from '#lib/db/client.ts'
import type { TriggerInput } from '#lib/streams/definition/schema.ts'

const ORDERS = 10_000
const SHOPS = 100
const ROUNDS = 0
/** No order is of one of these. */
const OTHER_SHOP = 10_000

let cpuNow: any
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
  withPostgres(async url => {
    const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-streams-'))
    const pool = openPool(url)
    const { publicKey } = await defaultKey(url, pool)
    await makePipelines(pool)
    const intake = await startIntake('BELFRY_INTAKE_HTTP')
    const engine = await startRole('engine')
    const target = { port: intake.portOf('BELFRY_INTAKE_HTTP'), publicKey, folder }
    try {
      const rounds: Round[] = []
      for (let i = 0; i <= ROUNDS; i++) {
        cpuNow = async () => { const pids = (await import('node:child_process')).execSync(`pgrep -f 'postgres: belfry' || true`).toString().trim().split('\n'); const {readFileSync}=await import('node:fs'); const all=new Map(); for (const p of pids) try { all.set(p,Number(readFileSync(`/proc/${p}/schedstat`,'utf8').split(' ')[0])/1e9) } catch {} ; return { intake: intake.cpuSeconds(), engine: engine.cpuSeconds(), all } }
        const round = await runRound({ pool, target }, i)
        process.stderr.write(`${i}: ${JSON.stringify(round)}\n`)
        // The first does not count: both run for weeks.
        if (i > 0) rounds.push(round)
      }
      return measured(rounds)
    } finally {
      await engine.stop()
      await intake.stop()
      await pool.end()
      rmSync(folder, { recursive: true, force: true })
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
  for (const [k, take] of turn.entries()) { const a=await cpuNow(); await take(i * takers.length + k); const b=await cpuNow(); let pg=0; for (const [p,v] of b.all) pg+=v-(a.all.get(p)??0); process.stderr.write(`${k} intake ${((b.intake-a.intake)*20).toFixed(1)} engine ${((b.engine-a.engine)*20).toFixed(1)} pg ${(pg*20).toFixed(1)} us/ev\n`) }
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
  const seen: Record<string, number> = {}; let on = true; const sampling = (async () => { while (on) { const { rows } = await pool.query(`select left(regexp_replace(query, '\\s+', ' ', 'g'), 90) as q, coalesce(wait_event_type || ':' || wait_event, '') as w from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and datname = current_database()`); for (const r of rows) seen[r.q + ' | ' + r.w] = (seen[r.q + ' | ' + r.w] ?? 0) + 1; await delay(20) } })()
  const collected = await sendOverHttp(events, target)
  const sentAt = performance.now()
  while ((await completed(pool)) < ORDERS) await delay(50)
  on = false; await sampling; process.stderr.write(Object.entries(seen).sort((a,b)=>b[1]-a[1]).slice(0,14).map(([k,v])=>`${v} ${k}`).join('\n')+'\n')
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
  const middle = (ratioOf: (round: Round) => number) =>
    rounds.toSorted((a, b) => ratioOf(a) - ratioOf(b))[Math.floor(rounds.length / 2)] as Round
  const { fired, stored, collected } = middle(({ fired, stored }) => fired / stored)
  const others = middle(({ hundredOthers, thousandOthers }) => hundredOthers / thousandOthers)
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
