import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measured } from '#bench/main.ts'
import { startBelfry } from '#bench/metrics/belfry.ts'
import { type Means, type Round, runRounds } from '#bench/metrics/rounds.ts'
import { startStatsd } from '#bench/metrics/statsd.ts'
import { climb, heldBy } from '#bench/metrics/udp.ts'
import { measureYear } from '#bench/metrics/year.ts'
import { withPostgres } from '#bench/parts/postgres.ts'
import { openPool } from '#lib/db/client.ts'

const PLAIN = { updates: 1_000_000, rounds: 5 }
const TAGGED = { updates: 500_000, rounds: 3 }
const GOTTWALL = { updates: 800_000, rounds: 3 }

/**
 * The whole way of numbers: sent by another process, read, counted and committed by the intake as it runs; beside it
 * statsd of npm with the same bytes, which keeps them in memory only.
 */
export const measure = (): Promise<Measured> =>
  withPostgres(async url => {
    const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-metrics-'))
    const pool = openPool(url)
    const belfry = await startBelfry(url, pool)
    const statsd = await startStatsd(folder)
    try {
      const means = { belfry, statsd, pool, folder }
      const tcp = await overTcp(means)
      const udp = await overUdp(means)
      return { name: 'metrics', unit: 'updates/s', ...tcp, udp, year: await measureYear(pool) }
    } finally {
      await statsd.stop()
      await belfry.intake.stop()
      await pool.end()
      rmSync(folder, { recursive: true, force: true })
    }
  })

async function overTcp(means: Means) {
  const plain = middle(await runRounds(means, 'plain', PLAIN))
  const gottwall = middle(await runRounds(means, 'gottwall', GOTTWALL))
  const tagged = middle(await runRounds(means, 'tagged', TAGGED))
  return { ...plain, tagged, gottwall: gottwall.value }
}

/** The round with the middle ratio; without a rival, with the middle rate. */
function middle(rounds: readonly Round[]) {
  const ratioOf = ({ belfry, statsd }: Round) => belfry / (statsd || 1)
  const sorted = rounds.toSorted((a, b) => ratioOf(a) - ratioOf(b))
  const { belfry, statsd } = sorted[Math.floor(sorted.length / 2)] as Round
  return {
    value: Math.round(belfry),
    floor: Math.round(statsd),
    ratio: Math.round((belfry / (statsd || 1)) * 100) / 100,
  }
}

async function overUdp(means: Means) {
  const steps = await climb(means)
  const value = heldBy(steps, ({ belfryLost }) => belfryLost)
  const floor = heldBy(steps, ({ statsdLost }) => statsdLost)
  return { value, floor, ratio: Math.round((value / floor) * 100) / 100, steps }
}
