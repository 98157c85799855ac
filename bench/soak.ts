import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Measured } from '#bench/main.ts'
import { freePort } from '#bench/parts/intake.ts'
import { defaultKey } from '#bench/parts/key.ts'
import { takenBy } from '#bench/parts/processes.ts'
import { type StartedProduct, withProduct } from '#bench/parts/product.ts'
import { SECRET } from '#bench/parts/role.ts'
import { insertMonitors, latenessOf } from '#bench/soak/monitors.ts'
import { RATES } from '#bench/soak/rates.ts'
import { type Sample, slopeOf } from '#bench/soak/slope.ts'
import { shopTriggers } from '#bench/streams/load.ts'
import { makePipelines, setTriggers } from '#bench/streams/triggers.ts'

const MINUTES = 60
const SHOPS = 10
const MINUTE_MS = 60_000
/** Of the whole time: until then caches fill and code is compiled. */
const WARM_UP = 1 / 6
const SAMPLE_MS = 5_000
const SLOPE_BAR = 1
/** Runners are replaced after a number of runs, and PostgreSQL starts and ends workers: their sums go up and down by more than what is looked for. */
const REPLACED = ['sandbox', 'postgres']
const LISTENERS = ['SYSLOG', 'STATSD', 'HTTP'] as const

/**
 * A whole Belfry that is given everything at a third of what it can take, for an hour: `npm run bench -- soak [MINUTES]`. The value is
 * the steepest slope of memory, after the warm-up, among the processes that live as long as Belfry; those of the others are told beside it.
 */
export async function measure(): Promise<Measured> {
  const minutes = Number(process.argv[3] ?? MINUTES)
  const receiver = await openReceiver()
  const ports = await Promise.all(LISTENERS.map(freePort))
  let publicKey = ''
  const fill = async (pool: Pool) => {
    publicKey = (await defaultKey(process.env.DATABASE_URL ?? '', pool)).publicKey
    await insertMonitors(pool, receiver.url)
    await makePipelines(pool)
    await setTriggers(pool, shopTriggers(SHOPS))
  }
  const listening = LISTENERS.map((name, i) => [`BELFRY_INTAKE_${name}`, String(ports[i])])
  const env = { BELFRY_SECRET: SECRET, ...Object.fromEntries(listening) }
  return withProduct({ fill, env }, async product => {
    const sender = fork(join(import.meta.dirname, 'soak/sender.ts'), [
      ...ports.map(String),
      publicKey,
    ])
    const from = new Date(Date.now() + minutes * WARM_UP * MINUTE_MS)
    await delay(minutes * WARM_UP * MINUTE_MS)
    const memory = await watch(product.pid, minutes * (1 - WARM_UP) * MINUTE_MS)
    sender.send('stop')
    const [sent] = (await once(sender, 'message')) as [Sent]
    const told = await toldOf(product, from, sent)
    return {
      ...measured(memory),
      minutes,
      rates: RATES,
      ...told,
      sent,
      deliveries: receiver.count(),
    }
  }).finally(receiver.close)
}

interface Sent {
  syslog: number
  statsd: number
  events: number
  refused: number
}

/** Counts what alerts tell. */
async function openReceiver() {
  let count = 0
  const server = createServer((request, response) => {
    count++
    request.resume().on('end', () => response.end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    count: () => count,
    close: () => void server.close(),
  }
}

async function watch(pid: number, forMs: number): Promise<Map<string, Sample[]>> {
  const samples = new Map<string, Sample[]>()
  const started = performance.now()
  for (let i = 1; performance.now() - started < forMs; i++) {
    const hours = (performance.now() - started) / 3_600_000
    for (const [kind, value] of Object.entries(takenBy(pid).own))
      samples.set(kind, [...(samples.get(kind) ?? []), { hours, value }])
    await delay(Math.max(0, started + i * SAMPLE_MS - performance.now()))
  }
  return samples
}

function measured(memory: Map<string, Sample[]>) {
  const kinds = [...memory]
  const slopes = Object.fromEntries(
    kinds.map(([kind, samples]) => [kind, rounded(slopeOf(samples))]),
  )
  const living = Object.entries(slopes).filter(([kind]) => !REPLACED.includes(kind))
  const value = Math.max(...living.map(([, slope]) => slope))
  return {
    ...{ name: 'soak', value, unit: 'MiB/h', floor: SLOPE_BAR },
    ratio: rounded(SLOPE_BAR / Math.max(value, 0.01)),
    slopes,
    memory: Object.fromEntries(
      kinds.map(([kind, samples]) => [
        kind,
        [samples[0], samples.at(-1)].map(sample => Math.round(sample?.value ?? 0)),
      ]),
    ),
  }
}

/** What the database says of it, once what was sent last has been committed. */
async function toldOf({ pool }: StartedProduct, from: Date, sent: Sent) {
  const to = new Date()
  const middle = new Date((from.getTime() + to.getTime()) / 2)
  const until = Date.now() + MINUTE_MS
  while (Date.now() < until && (await lostOf(pool, sent)) > 0) await delay(500)
  return {
    lateness: {
      first: await latenessOf(pool, from, middle),
      second: await latenessOf(pool, middle, to),
    },
    lost: await lostOf(pool, sent),
    dropped: await dropped(pool),
    unsent: await unsent(pool),
    streams: await streams(pool),
  }
}

/** What was sent and is counted nowhere. */
async function lostOf(pool: Pool, sent: Sent): Promise<number> {
  const { rows } = await pool.query<{ taken: number }>(
    `select coalesce(sum(count), 0)::float8 as taken from intake_count where input in ('syslog', 'statsd', 'http')`,
  )
  return sent.syslog + sent.statsd + sent.events - (rows[0]?.taken ?? 0)
}

/** By input and reason. */
async function dropped(pool: Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ what: string; count: number }>(
    `select input || ': ' || reason as what, sum(count)::float8 as count from intake_count
     where reason not in ('accepted', 'kept') group by 1`,
  )
  return Object.fromEntries(rows.map(({ what, count }) => [what, count]))
}

/** What alerts were to be told and were not. */
async function unsent(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int from delivery where status in ('queued', 'dead') and created_at < now() - interval '10 s'`,
  )
  return rows[0]?.count ?? 0
}

async function streams(pool: Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ state: string; count: number }>(
    'select state::text, count(*)::int from stream group by 1',
  )
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

const rounded = (value: number) => Math.round(value * 100) / 100
