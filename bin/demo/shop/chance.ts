/** Answers numbers from 0 to 1. */
export type Chance = () => number

/** The same numbers for the same seed (a linear congruential generator: Park and Miller, 1988). */
export function chanceFrom(seed: number): Chance {
  let state = (Math.imul(seed, 2_654_435_761) >>> 0) % 2_147_483_646
  const next = () => {
    state = ((state + 1) * 48_271) % 2_147_483_647
    return (state - 1) / 2_147_483_646
  }
  // Of seeds that are near each other the first numbers are, too.
  for (let i = 0; i < 5; i++) next()
  return next
}

/** How often something happens that happens so many times on average (Knuth; above 50 by the normal distribution). */
export function timesOf(mean: number, chance: Chance): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(chance)))
  const limit = Math.exp(-mean)
  let times = 0
  for (let product = chance(); product > limit; product *= chance()) times++
  return times
}

/** One of the names, each as often as its weight says. */
export function oneOf<T extends string>(weights: Readonly<Record<T, number>>, chance: Chance): T {
  const entries = Object.entries(weights) as [T, number][]
  let left = chance() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of entries) {
    left -= weight
    if (left < 0) return name
  }
  return (entries.at(-1) as [T, number])[0]
}

/** Half of all values are below the median; the greater the spread, the longer the tail. */
export const skewed = (median: number, spread: number, chance: Chance) =>
  median * Math.exp(spread * normal(chance))

const normal = (chance: Chance) =>
  Math.sqrt(-2 * Math.log(1 - chance() * 0.999_999)) * Math.cos(2 * Math.PI * chance())
