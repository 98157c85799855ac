import { setTimeout as delay } from 'node:timers/promises'
import { randomFrom } from '#bench/parts/random.ts'
import { openDiary } from '#tests/chaos/diary.ts'
import { faultsOf } from '#tests/chaos/faults/index.ts'
import { inflict } from '#tests/chaos/faults/inflict.ts'
import { type Load, openLoad } from '#tests/chaos/load/load.ts'
import { pauseMonitors } from '#tests/chaos/load/monitors.ts'
import { checkCounted, checkStreams } from '#tests/chaos/promises/counted.ts'
import { checkDeliveries } from '#tests/chaos/promises/deliveries.ts'
import type { Found } from '#tests/chaos/promises/promise.ts'
import { unrecovered } from '#tests/chaos/promises/recovered.ts'
import { checkRuns } from '#tests/chaos/promises/runs.ts'
import { openWorld, type World } from '#tests/chaos/world.ts'

const POLL_MS = 500
/** As docs/decisions/019-chaos.md has it, for a machine that does nothing else. */
const PROMISED_MS = 30_000
/** How much is said of what took its time. */
const LONGEST = 4
const START_LIMIT_MS = 300_000
const WAIT_LIMIT_MS = 150_000
/** What waits for a further attempt when the load ends has this long. */
const QUIET_LIMIT_MS = 150_000

export interface ChaosOptions {
  seconds: number
  seed: number
  /** in which everything has to have recovered by itself */
  recoverMs: number
  withPages: boolean
  withNats: boolean
  say(line: string): void
}

export interface Chaos {
  found: Found[]
  /** what could not be done here, with the reason */
  skipped: readonly string[]
  /** where what the processes printed lies */
  folder: string
}

/** Loads a whole Belfry, lets things go wrong with it, and looks at which promises it kept. */
export async function chaos(options: ChaosOptions): Promise<Chaos> {
  const { say, seed, seconds, withPages, withNats, recoverMs } = options
  const diary = openDiary(say)
  const world = await openWorld({ diary, say, withPages, withNats })
  const { pool, targets, skipped, folder } = world
  try {
    const load = await openLoad(world.places)
    const start = await recovery(world, load, START_LIMIT_MS)
    if (start.broken.length > 0) throw new Error(`it did not start: ${start.broken.join(', ')}`)
    const stopHarm = diary.note('everything works')
    await inflict(faultsOf(targets), { random: randomFrom(seed), diary, forMs: seconds * 1000 })
    stopHarm()
    targets.roles[0]?.kill()
    diary.note('an engine is killed at last, with what it has in hand')
    const until = new Date()
    diary.note('nothing goes wrong any more')
    const recovered = await recovery(world, load, recoverMs)
    diary.note(recovered.broken.length > 0 ? 'it has not recovered' : 'all is well again')
    await Promise.all([load.stop(), pauseMonitors(pool)])
    diary.note('the load has ended')
    return { found: [recovered, ...(await promises(world, load, until))], skipped, folder }
  } finally {
    const ends = await world.close()
    for (const [name, how] of ends)
      if (how !== '0') say(`${name} was asked to stop, and ended with ${how}`)
  }
}

/** Waits until all is well, beyond the limit too: what comes late is no reason to judge the rest before it. */
async function recovery({ pool, places }: World, { ways }: Load, limitMs: number): Promise<Found> {
  const since = { at: new Date(), steady: performance.now() }
  const lasted = new Map<string, number>()
  for (;;) {
    const broken = await unrecovered({ pool, ways, web: places.web, since })
    const tookMs = performance.now() - since.steady
    for (const what of broken) lasted.set(kindOf(what), tookMs)
    if (broken.length > 0 && tookMs < Math.max(limitMs, WAIT_LIMIT_MS)) {
      await delay(POLL_MS)
      continue
    }
    const took = `after ${inSeconds(tookMs)}, where ${inSeconds(PROMISED_MS)} are promised; longest took: ${longest(lasted)}`
    const late = broken.length === 0 && tookMs > limitMs ? [`it recovered ${took}`] : broken
    const promise = `everything recovers by itself within ${limitMs / 1000} s`
    return { promise, on: took, broken: late }
  }
}

const inSeconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** Without what is another at each look. */
const kindOf = (what: string) => what.replace(/ ?\(.*|^\d+ /gs, '').slice(0, 100)

/** What was amiss until last, and how long. */
function longest(lasted: ReadonlyMap<string, number>): string {
  const last = [...lasted].sort(([, a], [, b]) => b - a).slice(0, LONGEST)
  return last.map(([what, ms]) => `${what} ${inSeconds(ms)}`).join(', ') || 'nothing'
}

/** Waits until what is under way has come to its end, and answers how each promise was kept. */
async function promises({ pool, receivers }: World, load: Load, until: Date): Promise<Found[]> {
  const limit = performance.now() + QUIET_LIMIT_MS
  for (;;) {
    const found = await Promise.all([
      checkRuns(pool, until),
      checkDeliveries(pool, receivers),
      checkCounted(pool, load.ways, load.counts),
      checkStreams(pool, load.streams, load.counts),
    ])
    const isKept = found.every(({ broken }) => broken.length === 0)
    if (isKept || performance.now() > limit) return found
    await delay(POLL_MS)
  }
}
