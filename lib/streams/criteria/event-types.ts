import { globMatcher } from '#lib/streams/criteria/glob.ts'

/** Types of events, as patterns: those that are included and not excluded (`!pattern`). */
export interface EventTypes {
  included: readonly string[]
  excluded: readonly string[]
  fit(type: string): boolean
}

/** Only exclusions stand for everything else. */
export function eventTypes(patterns: string | readonly string[]): EventTypes {
  const all = [patterns].flat()
  const excluded = all.filter(isExcluding).map(pattern => pattern.slice(1))
  const named = all.filter(pattern => !isExcluding(pattern))
  const included = named.length > 0 ? named : ['*']
  const takes = included.map(globMatcher)
  const refuses = excluded.map(globMatcher)
  const fit = (type: string) => takes.some(fits => fits(type)) && !refuses.some(fits => fits(type))
  return { included, excluded, fit }
}

const isExcluding = (pattern: string) => pattern.startsWith('!')
