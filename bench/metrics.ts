import type { Measured } from '#bench/main.ts'
import { startBelfry } from '#bench/metrics/belfry.ts'
import { type Means, type Round, runForm } from '#bench/metrics/rounds.ts'
import { startStatsd } from '#bench/metrics/statsd.ts'
import { climb, heldBy } from '#bench/metrics/udp.ts'
import { measureYear } from '#bench/metrics/year.ts'
import { middleBy } from '#bench/parts/rounds.ts'
import { withWorld } from '#bench/parts/world.ts'

const PLAIN = { updates: 1_000_000, rounds: 5 }
const TAGGED = { updates: 500_000, rounds: 3 }
const GOTTWALL = { updates: 800_000, rounds: 3 }

/**
 * The whole way of numbers: sent by another process, read, counted and committed by the intake as it runs; beside it
 * statsd of npm with the same bytes, which keeps them in memory only.
 */
export const measure = (): Promise<Measured> =>
  withWorld(async ({ url, pool, folder }) => {
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
    }
  })

async function overTcp(means: Means) {
  const plain = middle(await runForm(means, 'plain', PLAIN))
  const gottwall = middle(await runForm(means, 'gottwall', GOTTWALL))
  const tagged = middle(await runForm(means, 'tagged', TAGGED))
  return { ...plain, tagged, gottwall: gottwall.value }
}

/** The round with the middle ratio; without a rival, with the middle rate. */
function middle(rounds: readonly Round[]) {
  const ratioOf = ({ belfry, statsd }: Round) => belfry / (statsd || 1)
  const round = middleBy(rounds, ratioOf)
  return {
    value: Math.round(round.belfry),
    floor: Math.round(round.statsd),
    ratio: Math.round(ratioOf(round) * 100) / 100,
  }
}

async function overUdp(means: Means) {
  const steps = await climb(means)
  const value = heldBy(steps, ({ belfryLost }) => belfryLost)
  const floor = heldBy(steps, ({ statsdLost }) => statsdLost)
  return { value, floor, ratio: Math.round((value / floor) * 100) / 100, steps }
}
