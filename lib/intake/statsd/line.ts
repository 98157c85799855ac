import type { Manner } from '#lib/metrics/intake/contract.ts'
import { problemOf } from '#lib/metrics/intake/fit.ts'
import type { Kind } from '#lib/metrics/terms.ts'
import type { Filter } from '#lib/metrics/update.ts'

/** A line of StatsD, cut where its parts end: `name:value|type|@rate|#tag:value,…`. */
export interface Line {
  name: string
  /** several values are parted by colons, as DogStatsD packs them */
  values: string
  /** from the first `|` on: type, rate and tags */
  tail: string
}

/** What a tail says of every value that comes with it. */
export interface Meaning {
  manner: Manner
  /** a counter's sample stands for more than it says */
  scale: number
}

/** Null when it is none. */
export function cut(line: string): Line | null {
  const colon = line.indexOf(':')
  const bar = line.indexOf('|', colon)
  if (colon < 1 || bar < colon + 2) return null
  return { name: line.slice(0, colon), values: line.slice(colon + 1, bar), tail: line.slice(bar) }
}

const KINDS: Readonly<Record<string, Kind>> = {
  ...{
    c: 'counter',
    g: 'gauge',
    s: 'set',
    ms: 'distribution',
    h: 'distribution',
    d: 'distribution',
  },
}

/** Reads a tail; null when it says nothing that can be counted. */
export function meaningOf(tail: string): Meaning | null {
  const [type = '', ...parts] = tail.slice(1).split('|')
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined
  if (!kind) return null
  const rate = rateIn(parts)
  if (rate === null) return null
  const isCounter = kind === 'counter'
  const manner: Manner = { kind, times: isCounter ? 1 : 1 / rate, filters: filtersIn(parts) }
  if (problemOf({ ...manner, name: 'any', value: 0, at: 0 })) return null
  return { manner, scale: isCounter ? 1 / rate : 1 }
}

/** The share of all values that is sent; 1 without one. */
function rateIn(parts: readonly string[]): number | null {
  const said = parts.find(part => part.startsWith('@'))
  if (said === undefined) return 1
  const rate = Number(said.slice(1))
  return rate > 0 && rate <= 1 ? rate : null
}

/** Tags are filters; one without a value has an empty one. */
function filtersIn(parts: readonly string[]): Filter[] {
  const tags = parts.find(part => part.startsWith('#'))
  const values = new Map<string, string[]>()
  for (const tag of tags?.slice(1).split(',') ?? []) {
    const colon = tag.indexOf(':')
    const name = colon < 0 ? tag : tag.slice(0, colon)
    if (name === '') continue
    const known = values.get(name) ?? []
    values.set(name, known)
    known.push(colon < 0 ? '' : tag.slice(colon + 1))
  }
  return [...values]
    .map(([name, all]) => ({ name, values: [...new Set(all)] }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
