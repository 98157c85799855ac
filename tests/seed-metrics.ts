import pg from 'pg'
import { openMetricIntake } from '#lib/metrics/intake/open.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import { openGate } from '#lib/projects/intake/gate.ts'
import { type Project, projectInput } from '#lib/projects/schema.ts'

const MINUTE = 60
const DAY = 24 * 60 * MINUTE
const HOUR = 60 * MINUTE
const COUNTRIES = ['de', 'ch', 'at', 'fr', 'it', 'nl']
const DEVICES = ['phone', 'desktop', 'tablet']
const HOSTS = ['web-1', 'web-2']

/**
 * Fills a database with the numbers of a shop in the last `hours`, and with `names` further metrics, for looking at
 * pages and for tests that need data: `node tests/seed-metrics.ts postgres://… [names]`. Orders are also counted by
 * country and device together.
 */
export async function seedMetrics(
  url: string,
  { names = 0, hours = 48, now = new Date() } = {},
): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 4 })
  const sets = [['country', 'device']]
  const project: Project = {
    id: 1,
    ...projectInput.parse({ name: 'default', settings: { metrics: { sets } } }),
  }
  const end = Math.floor(now.getTime() / 1000)
  try {
    await pool.query('update project set settings = $1 where id = 1', [project.settings])
    const intake = openMetricIntake({ pool, gate: openGate() })
    for (let from = end - hours * HOUR; from < end; from += HOUR) {
      const minutes = Array.from({ length: 60 }, (_, i) => from + (i + 1) * MINUTE)
      await intake.accept(project, 'gottwall', minutes.flatMap(updatesAt))
    }
    await intake.accept(project, 'gottwall', further(names, end))
    await intake.close()
    await pool.query('analyze')
  } finally {
    await pool.end()
  }
}

/** More by day than by night; the same every time. */
const trade = (at: number, phase = 0) =>
  2 - Math.cos((2 * Math.PI * (at % DAY)) / DAY) + 0.2 * Math.sin(at / (7 * MINUTE) + phase)

function updatesAt(at: number): MetricUpdate[] {
  const orders = COUNTRIES.flatMap((country, i) =>
    DEVICES.map((device, j) =>
      counted('shop.orders', Math.round((trade(at) * 60) / (1 + i + j)), at, {
        country,
        device,
      }),
    ),
  )
  const times = HOSTS.flatMap((host, i) =>
    [40, 55, 90, 240].map(ms => ({
      ...counted('shop.response.time', ms * (1 + i / 4) * trade(at), at, { host }),
      kind: 'distribution' as const,
    })),
  )
  const memory = HOSTS.map((host, i) => ({
    ...counted('system.memory.used', 55 + 10 * i + 5 * trade(at, i), at, { host }),
    kind: 'gauge' as const,
  }))
  return [
    ...orders,
    counted('shop.checkout.failed', Math.round(trade(at)), at),
    ...times,
    ...memory,
  ]
}

const further = (names: number, at: number): MetricUpdate[] =>
  Array.from({ length: names }, (_, i) => counted(`app.part-${i % 40}.requests-${i}`, i, at))

const counted = (
  name: string,
  value: number,
  at: number,
  filters: Record<string, string> = {},
): MetricUpdate => ({
  ...{ name, kind: 'counter', value, times: 1, at },
  filters: Object.entries(filters).map(([filter, one]) => ({ name: filter, values: [one] })),
})

if (import.meta.main) {
  const [url, names] = process.argv.slice(2)
  if (!url) throw new Error('Name the database: node tests/seed-metrics.ts postgres://… [names]')
  await seedMetrics(url, { names: Number(names ?? 0) })
}
