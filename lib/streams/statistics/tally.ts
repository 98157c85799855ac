import type { Counter } from '#lib/streams/statistics/counters.ts'

/** How often something happened: by trigger, by what was looked at ('' for counters), by name. */
export type Tally = Map<number, Map<string, Map<string, number>>>

/** In the place of a reason: how many were looked at, and how many of them fitted. */
export const CHECKS = 'checks'
export const PASSED = 'passed'

export const countUp = (tally: Tally, triggerId: number, counter: Counter, by = 1): void =>
  noteCheck(tally, triggerId, '', counter, by)

export function noteCheck(
  tally: Tally,
  triggerId: number,
  criteria: string,
  name: string,
  by = 1,
): void {
  if (by === 0) return
  const ofTrigger = entry(tally, triggerId, () => new Map<string, Map<string, number>>())
  const ofCriteria = entry(ofTrigger, criteria, () => new Map<string, number>())
  ofCriteria.set(name, (ofCriteria.get(name) ?? 0) + by)
}

export function addTally(to: Tally, more: Tally): void {
  for (const [triggerId, criteria] of more)
    for (const [looked, names] of criteria)
      for (const [name, count] of names) noteCheck(to, triggerId, looked, name, count)
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
