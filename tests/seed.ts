import pg from 'pg'
import { monitorInput } from '#lib/monitors/schema.ts'
import type { StateName } from '#lib/plugin.ts'
import type { CallRecord } from '#lib/sandbox/contract.ts'

/**
 * Fills a database with monitors, runs, changes of state and deliveries, for looking at pages and for
 * tests that need much data: `node tests/seed.ts postgres://… [monitors]`.
 */
export async function seed(url: string, count = 130, now = new Date()): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin')
    await insertChannels(client)
    for (const [i, monitor] of plans(count).entries()) await insertMonitor(client, monitor, i, now)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

interface Plan {
  name: string
  tags: string[]
  schedule: string
  everyMs: number
  unit: string
  usual: number
  /** [minutes ago, state], the oldest first; the last one holds now */
  states: [number, StateName][]
  says: string
  hours: number
  pending?: StateName
}

const DRAWN: Plan[] = [
  {
    ...plan('Checkout error rate', ['payments'], '* * * * *', MINUTE, '%', 0.2),
    states: [
      [40_000, 'OK'],
      [227, 'ALARM'],
      [218, 'OK'],
      [137, 'ERROR'],
      [133, 'OK'],
      [6, 'ALARM'],
    ],
    says: '0.71 % of responses failed',
    hours: 28 * 24,
  },
  {
    ...plan('Mail queue length', ['mail', 'ops'], '*/5 * * * *', 5 * MINUTE, '', 320),
    states: [
      [1500, 'OK'],
      [52, 'ALARM'],
    ],
    says: 'over 1,000 since 09:41',
  },
  {
    ...plan('Replica lag (orders)', ['database'], '*/30 * * * * *', MINUTE / 2, 's', 0.8),
    states: [
      [1500, 'OK'],
      [14, 'ERROR'],
    ],
    says: 'source sql.orders: timed out after 10 s',
  },
  plan('API p95 latency', ['api'], '* * * * *', MINUTE, 'ms', 184),
  plan('Signups per hour', ['growth'], '5 * * * *', HOUR, '', 412),
  plan('Certificate days left', ['web'], '0 8 * * *', 24 * HOUR, 'days', 61),
  plan('Nightly backup finished', ['database'], '30 5 * * *', 24 * HOUR, 'min', 38),
  { ...plan('Cache hit ratio', ['api'], '*/5 * * * *', 5 * MINUTE, '%', 97.2), pending: 'ALARM' },
  {
    ...plan('Black Friday traffic', ['growth'], '* * * * *', MINUTE, '', 0),
    states: [[30_000, 'INACTIVE']],
  },
]

function plan(
  ...[name, tags, schedule, everyMs, unit, usual]: [
    ...[string, string[], string, number, string, number],
  ]
): Plan {
  const states: Plan['states'] = [[1500, 'OK']]
  const says = 'Monitor Passed'
  return { name, tags, schedule, everyMs, unit, usual, states, says, hours: 24 }
}

const SERVICES = [
  'auth',
  'billing',
  'cdn',
  'invoices',
  'jobs',
  'media',
  'orders',
  'search',
  'stock',
]
const MEASURES: [string, string, number][] = [
  ['error rate', '%', 0.4],
  ['p95 latency', 'ms', 210],
  ['queue length', '', 36],
  ['memory in use', 'MiB', 2_412],
  ['disk free', '%', 62],
  ['requests per minute', '', 48_210],
]

function plans(count: number): Plan[] {
  const rest = Array.from({ length: Math.max(0, count - DRAWN.length) }, (_, i) => {
    const service = SERVICES[i % SERVICES.length] ?? ''
    const round = Math.floor(i / SERVICES.length)
    const [measure, unit, usual] = MEASURES[round % MEASURES.length] ?? ['', '', 1]
    const again = Math.floor(round / MEASURES.length)
    const name = `${service} ${measure}${again > 0 ? ` (region ${again + 1})` : ''}`
    return plan(name, [service], '*/5 * * * *', 5 * MINUTE, unit, usual)
  })
  return [...DRAWN, ...rest].slice(0, count)
}

const SCRIPT = `const total = await sources.graphite.getSum('sumSeries(stats.response.*)', '-10min')
const failed = await sources.graphite.getSum('stats.response.500', '-10min')

record('requests', total)
const rate = (failed / total) * 100
if (rate >= 0.5) fail(\`\${rate.toFixed(2)} % of responses failed\`)
return rate
`

async function insertChannels(client: pg.Client) {
  await client.query(`insert into source (key, type, config) values
    ('graphite', 'graphite', '{"url": "http://127.0.0.1:9/"}')`)
  await client.query(`insert into alert (key, type, config) values
    ('slack-oncall', 'slack', '{}'), ('sns-operations', 'sns', '{}')`)
}

async function insertMonitor(client: pg.Client, it: Plan, i: number, now: Date) {
  const state = it.states.at(-1)?.[1] ?? 'OK'
  const input = monitorInput.parse({
    ...{ name: it.name, tags: it.tags, schedule: it.schedule, unit: it.unit, script: SCRIPT },
    ...{
      description: 'Share of failed checkouts in the last ten minutes.',
      timezone: 'Europe/Berlin',
    },
    runbook: '# When it fires\n\nLook at the [payment provider](https://example.com/status) first.',
    sources: ['graphite'],
    policy: { after: { ALARM: it.pending ? 2 : 1 } },
    active: state !== 'INACTIVE',
  })
  const { rows } = await client.query<{ id: number }>(
    `insert into monitor (name, tags, schedule, unit, script, timezone, description, runbook, sources, policy, active,
       state, since, pending_state, pending_count, last_message, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 3) returning id`,
    [
      ...[input.name, input.tags, input.schedule, input.unit, input.script, input.timezone],
      ...[
        input.description,
        input.runbook,
        JSON.stringify(input.sources),
        input.policy,
        input.active,
      ],
      ...[state, new Date(now.getTime() - (it.states.at(-1)?.[0] ?? 0) * MINUTE)],
      ...[it.pending ?? null, it.pending ? 1 : 0, it.says],
    ],
  )
  const id = rows[0]?.id ?? 0
  for (const version of [1, 2, 3])
    await client.query('insert into monitor_version values ($1, $2, $3, $4, $5)', [
      ...[id, version, new Date(now.getTime() - (4 - version) * 26 * HOUR), 'admin'],
      {
        ...input,
        retainDays: version === 1 ? 14 : 28,
        script: version < 3 ? SCRIPT.replace('>= 0.5', '>= 1') : SCRIPT,
      },
    ])
  await insertRuns(client, id, it, i, now)
  await insertTransitions(client, id, it, now)
}

async function insertRuns(client: pg.Client, id: number, it: Plan, seedNumber: number, now: Date) {
  const random = randomFrom(seedNumber + 1)
  const planned: Date[] = []
  const states: StateName[] = []
  const values: (number | null)[] = []
  const start = Math.ceil((now.getTime() - it.hours * HOUR) / it.everyMs) * it.everyMs
  for (let at = start; at <= now.getTime(); at += it.everyMs) {
    const state = stateAt(it, now.getTime() - at)
    if (state === 'INACTIVE') continue
    const wave = Math.sin(at / (5 * HOUR)) * 0.2 + (random() - 0.5) * 0.3
    planned.push(new Date(at))
    states.push(state)
    values.push(state === 'ERROR' ? null : it.usual * (1 + wave) * (state === 'ALARM' ? 3.6 : 1))
  }
  await client.query(
    `insert into run (monitor_id, planned_at, started_at, duration_ms, status, state, reason, value, series, message,
       output, calls, version, line)
     select $1, at, at + interval '38 milliseconds', 84, 'done', s::state, case s when 'ERROR' then 'source' end,
       to_jsonb(v), case when v is not null then jsonb_build_object('requests', round(48210 + 6000 * sin(extract(epoch from at) / 9000))) end,
       case s when 'OK' then 'Monitor Passed' else $2 end, 'total 48210, failed 342', $3, 3,
       case s when 'OK' then null else 6 end
     from unnest($4::timestamptz[], $5::text[], $6::float8[]) t(at, s, v)`,
    [id, it.says, JSON.stringify(CALLS), planned, states, values],
  )
  await client.query(
    `update monitor set (last_run_at, last_state, last_value) =
       (select started_at, state, value from run where monitor_id = $1 order by planned_at desc limit 1)
     where id = $1`,
    [id],
  )
}

const CALLS: CallRecord[] = [
  ['sumSeries(stats.response.*)', '48210', 38],
  ['stats.response.500', '342', 31],
].map(([path, result, durationMs]) => ({
  source: 'graphite',
  method: 'getSum',
  args: JSON.stringify([path, '-10min']),
  durationMs: Number(durationMs),
  bytes: 5,
  result: String(result),
  error: null,
}))

function stateAt(it: Plan, agoMs: number): StateName {
  return it.states.findLast(([minutes]) => minutes * MINUTE >= agoMs)?.[1] ?? 'OK'
}

async function insertTransitions(client: pg.Client, id: number, it: Plan, now: Date) {
  let from: StateName = 'INACTIVE'
  for (const [minutes, to] of it.states) {
    const at = new Date(now.getTime() - minutes * MINUTE)
    await client.query(
      `with run as (select id, value from run where monitor_id = $1 and planned_at >= $2 order by planned_at limit 1),
       changed as (insert into transition (monitor_id, run_id, at, "from", "to", message, value, version)
         values ($1, (select id from run), $2, $3, $4, $5, (select value from run), 3) returning id, at)
       insert into delivery (transition_id, monitor_id, alert_id, status, attempts, created_at, finished_at)
         select changed.id, $1, alert.id, 'sent', 1, at, at + interval '200 milliseconds' from changed, alert
         where alert.key <> 'sns-operations' or $4 = 'ALARM'`,
      [id, at, from, to, to === 'OK' ? 'Monitor Passed' : it.says],
    )
    from = to
  }
}

/** The same numbers every time (mulberry32). */
function randomFrom(start: number) {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

if (import.meta.main) {
  const [url, count] = process.argv.slice(2)
  if (!url) throw new Error('Name the database: node tests/seed.ts postgres://… [monitors]')
  await seed(url, count ? Number(count) : undefined)
}
