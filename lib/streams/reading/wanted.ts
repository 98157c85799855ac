import type { Criterion, FireEntry } from '#lib/streams/criteria/schema.ts'

/** One of the fire criteria, as far as a stream is. */
export interface Wanted {
  /** `order.paid with total > 100` */
  words: string
  /** how many events it takes, and how many there are */
  needed: number
  met: number
}

export const wantedOf = (criteria: readonly FireEntry[], met: readonly number[]): Wanted[] =>
  criteria.map((entry, i) => ({
    words: inWords(entry),
    needed: entry.number,
    met: met[i] ?? 0,
  }))

export const isMissing = ({ needed, met }: Wanted): boolean => met < needed

/** Which events a criteria entry means. */
export function inWords({ event_type, timestamp, traits }: Omit<FireEntry, 'number'>): string {
  const conditions = Object.entries(traits).map(([name, criterion]) => condition(name, criterion))
  if (timestamp !== undefined) conditions.push(`its time in ${timestamp}`)
  const types = typesInWords([event_type].flat())
  return conditions.length > 0 ? `${types} with ${conditions.join(', ')}` : types
}

function typesInWords(patterns: readonly string[]): string {
  const named = patterns.filter(pattern => !pattern.startsWith('!'))
  const without = patterns.filter(pattern => pattern.startsWith('!')).map(text => text.slice(1))
  const all = named.length === 0 || named.includes('*')
  const words = all ? 'any event' : named.join(' or ')
  return without.length > 0 ? `${words} but ${without.join(' and ')}` : words
}

function condition(name: string, criterion: Criterion): string {
  if (typeof criterion !== 'object') return `${name} = ${criterion}`
  const [[kind, asked] = ['', '']] = Object.entries(criterion)
  if (kind === 'datetime') return `${name} in ${asked}`
  const isComparison = (kind === 'int' || kind === 'float') && /^[=<>]/.test(String(asked).trim())
  return isComparison ? `${name} ${asked}` : `${name} = ${asked}`
}
