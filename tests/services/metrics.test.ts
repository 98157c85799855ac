import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GET } from '#app/metrics/route.ts'
import { sampleVitals } from '#lib/health/history/sample.ts'
import { TOKEN } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { newMonitor } from '#tests/lib/runs/world.ts'

const hasPromtool = spawnSync('promtool', ['--version']).status === 0

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

test.skipIf(!hasPromtool)(
  'Prometheus takes all that /metrics says, and has nothing to complain of',
  async () => {
    await newMonitor(database.db, { state: 'ALARM' })
    const beat = (role: string, info: object) =>
      database.db.beat.create({ data: { id: crypto.randomUUID(), role, host: 'h', pid: 1, info } })
    const machine = { memoryBytes: 1e8, disk: { freeBytes: 1e9, bytes: 2e9 } }
    await beat('engine', { ...machine, ...ENGINE })
    await beat('intake', { ...machine, ...INTAKE })
    await database.pool.query(`
    insert into intake_count values (date_trunc('minute', now()), 1, 'http', 'accepted', 3),
      (date_trunc('minute', now()), 1, 'syslog', 'overloaded', 2)`)
    await sampleVitals(database.pool)

    const request = new Request('http://localhost/metrics', {
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    const answer = await GET(request, { params: Promise.resolve({}) })
    const text = await answer.text()
    const { stdout, stderr, status } = spawnSync('promtool', ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    })
    expect(`${stdout}${stderr}`).toBe('')
    expect(status).toBe(0)
    expect(text).toContain('belfry_monitors{state="ALARM"} 1\n')
    expect(text).toContain('belfry_intake_messages_total{input="syslog",outcome="overloaded"} 2\n')
    expect(text).toContain(
      'belfry_run_start_delay_seconds_bucket{role="engine",process="h:1",le="+Inf"} 5\n',
    )
  },
)

const ENGINE = {
  ...{ schedules: 1, runs: 2 },
  lateness: { p50Ms: 1, p99Ms: 2, counts: [1, 1, 2, 2, 2, 3, 4, 5, 5, 5, 5], sumMs: 12_000 },
  sandbox: { layers: [], runs: 9, lost: 1, timeouts: 2, outOfMemory: 0, starts: 2 },
}
const INTAKE = {
  ...{ listeners: [], messagesPerSecond: 1, accepted: 3, dropped: 2, backlog: 0, isAway: false },
  ...{ redis: { problem: null, waiting: 4 }, nats: { problem: 'away', waiting: 5 } },
}
