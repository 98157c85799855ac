import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '#bench/parts/random.ts'
import type { Diary } from '#tests/chaos/diary.ts'
import { between, type Fault } from '#tests/chaos/faults/fault.ts'

const WAIT_MS = { least: 200, most: 1_800 }

/**
 * Lets things go wrong at random, several at the same time, until the time is over; then all that was begun is ended.
 * Everything has its turn before anything comes again.
 */
export async function inflict(
  faults: readonly Fault[],
  means: { random: Random; diary: Diary; forMs: number },
): Promise<void> {
  const { random, diary, forMs } = means
  const lasting = new Map<string, Promise<void>>()
  const over = new AbortController()
  const until = performance.now() + forMs

  function happen({ place, begin }: Fault) {
    const { what, forMs, end } = begin(random)
    const noted = diary.note(what)
    if (!end) return
    const wait = delay(forMs, undefined, { signal: over.signal }).catch(() => {})
    const ending = wait.then(async () => {
      await end()
      noted()
      lasting.delete(place)
    })
    lasting.set(place, ending)
  }

  for (let left: Fault[] = []; performance.now() < until; ) {
    if (left.length === 0) left = shuffled(faults, random)
    const next = left.findIndex(({ place }) => !lasting.has(place))
    for (const fault of next < 0 ? [] : left.splice(next, 1)) happen(fault)
    await delay(between(random, WAIT_MS.least, WAIT_MS.most))
  }
  over.abort()
  await Promise.all(lasting.values())
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const left = [...list]
  return list.map(() => left.splice(random(left.length), 1)[0] as T)
}
