import { randomFrom } from '#bench/parts/random.ts'
import { saltOf, sign } from '#lib/intake/gottwall/signature.ts'
import type { Key } from '#lib/projects/look-ups.ts'

/** What applications count: so many metrics, each with three filters of ten values. */
const METRICS = 1_000
const VALUES = 10
export const FILTERS = ['country', 'device', 'plan'] as const

/** What is sent, and what it adds up to. */
export interface Load {
  /** each an update in its protocol, with its end */
  updates: string[]
  sum: number
  bytes: number
}

/** One update: which metric, how much, and of each filter which value. */
interface Said {
  metric: string
  value: number
  filters: readonly string[]
}

const FORMS = {
  /** StatsD as everybody speaks it */
  plain: ({ metric, value }: Said) => `${metric}:${value}|c\n`,
  /** with the tags of DogStatsD */
  tagged: ({ metric, value, filters }: Said) =>
    `${metric}:${value}|c|#${FILTERS.map((name, i) => `${name}:${filters[i]}`).join(',')}\n`,
  /** GottWall's message */
  gottwall: ({ metric, value, filters }: Said) =>
    `${JSON.stringify({
      ...{ p: 'default', a: 'incr', n: metric, v: value, ts: Math.floor(Date.now() / 1000) },
      f: Object.fromEntries(FILTERS.map((name, i) => [name, filters[i]])),
    })}--chunk--`,
} as const
export type Form = keyof typeof FORMS

/** The same updates for the same seed, in any form. */
export function makeLoad(form: Form, count: number, seed: number): Load {
  const random = randomFrom(seed)
  let sum = 0
  const updates = Array.from({ length: count }, () => {
    const value = 1 + random(9)
    sum += value
    const filters = FILTERS.map(name => `${name}-${random(VALUES)}`)
    return FORMS[form]({ metric: `${form}.checkout.step${random(METRICS)}.total`, value, filters })
  })
  return { updates, sum, bytes: updates.reduce((bytes, { length }) => bytes + length, 0) }
}

/** What a GottWall client says first. */
export function greeting(key: Key): string {
  const [ts, base] = [Math.floor(Date.now() / 1000), 1000]
  const { signature } = sign(key, saltOf(ts, base))
  return `GottWallS2 ${ts} ${signature} ${base} default--stream-auth--`
}
