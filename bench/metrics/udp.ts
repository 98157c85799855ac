import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Means } from '#bench/metrics/rounds.ts'

const SENDER = join(import.meta.dirname, 'udp-sender.ts')
/** Datagrams a second that are offered. */
const RATES = [10_000, 20_000, 40_000, 60_000, 80_000]
const SECONDS = 2
const ROUNDS = 3
/** What has not come after so long without another one never will. */
const CALM_MS = 500

/** What became of the datagrams of one rate, in all rounds together. */
export interface Step {
  perSecond: number
  sent: number
  belfryLost: number
  statsdLost: number
}

/**
 * Offers both the same rates, in turn, several times. Belfry's sums are to be right here too: each datagram is in them or
 * counted as lost, otherwise this waits for ever.
 */
export async function climb(means: Means): Promise<Step[]> {
  const steps: Step[] = []
  for (const perSecond of RATES) {
    const step = { perSecond, sent: 0, belfryLost: 0, statsdLost: 0 }
    for (let round = 0; round < ROUNDS; round++) {
      const count = perSecond * SECONDS
      step.sent += count
      step.statsdLost += await lostByStatsd(means, perSecond, count)
      step.belfryLost += await lostByBelfry(means, perSecond, count)
    }
    process.stderr.write(`udp: ${JSON.stringify(step)}\n`)
    steps.push(step)
  }
  return steps
}

/** The highest rate up to which nothing at all was lost; the lowest one where something always was. */
export const heldBy = (steps: readonly Step[], lost: (step: Step) => number): number =>
  steps.slice(0, Math.max(firstLoss(steps, lost), 1)).at(-1)?.perSecond ?? 0

function firstLoss(steps: readonly Step[], lost: (step: Step) => number): number {
  const first = steps.findIndex(step => lost(step) > 0)
  return first < 0 ? steps.length : first
}

async function lostByBelfry({ belfry }: Means, perSecond: number, count: number): Promise<number> {
  const before = await belfry.counted()
  await send(belfry.intake.portOf('BELFRY_INTAKE_STATSD'), perSecond, count)
  const all = before.accepted + before.dropped + count
  const { dropped } = await belfry.until(now => now.accepted + now.dropped >= all)
  return dropped - before.dropped
}

async function lostByStatsd({ statsd }: Means, perSecond: number, count: number): Promise<number> {
  const before = await statsd.come()
  await send(statsd.port, perSecond, count)
  let now = await statsd.come()
  for (let last = before; now.packets > last.packets; now = await statsd.come()) {
    last = now
    await delay(CALM_MS)
  }
  return count - (now.packets - before.packets)
}

async function send(port: number, perSecond: number, count: number): Promise<void> {
  const sender = fork(SENDER, [port, perSecond, count].map(String))
  const [code] = (await once(sender, 'exit')) as [number]
  if (code !== 0) throw new Error(`the sender ended with ${code}`)
}
