import type { Group, Verdict } from '#lib/errors/classify/contract.ts'
import type { Input } from '#lib/errors/contract.ts'
import type { ErrorEvent } from '#lib/errors/event.ts'
import { joined, type RatioPart } from '#lib/errors/ratio.ts'

/** Different programs and releases of one signature that one batch tells apart; the pages show ten. */
const VALUES_LIMIT = 50
/** What is held in memory for each of these, roughly, in bytes. */
const WEIGHT = { tally: 600, entry: 50, event: 500, details: 4_000 }

/** An event that is kept whole. */
export interface Example {
  event: ErrorEvent
  input: Input
  verdict: Verdict
}

/** What one batch counts of one group. */
export interface Tally {
  count: number
  /** the worst one */
  level: number
  firstAt: number
  lastAt: number
  /** by seconds since 1970 */
  seconds: Map<number, number>
  /** by minutes since 1970, then by `cell` */
  minutes: Map<number, Map<number, number>>
  programs: Map<string, number>
  releases: Map<string, number>
  lastRelease: string | undefined
  ratios: RatioPart
  /** the newest, as a ring of at most `room` */
  examples: Example[]
  room: number
  placed: number
}

export type Tallies = Map<Group, Tally>

/** A host's number and a level in one number. */
const cell = (host: number, level: number) => host * 8 + level
export const hostOf = (cell: number) => Math.floor(cell / 8)
export const levelOf = (cell: number) => cell % 8

export const newTally = (room: number): Tally => ({
  count: 0,
  level: 7,
  firstAt: Number.POSITIVE_INFINITY,
  lastAt: Number.NEGATIVE_INFINITY,
  seconds: new Map(),
  minutes: new Map(),
  programs: new Map(),
  releases: new Map(),
  lastRelease: undefined,
  ratios: { count: 0, mean: 0, m2: 0 },
  examples: [],
  room,
  placed: 0,
})

/** Counts one event; answers by how many bytes, roughly, the tally has grown. */
export function count(
  tally: Tally,
  host: number,
  event: ErrorEvent,
  input: Input,
  verdict: Verdict,
): number {
  const { at, level } = event
  let weight = tally.count === 0 ? WEIGHT.tally : 0
  tally.count++
  if (level < tally.level) tally.level = level
  if (at < tally.firstAt) tally.firstAt = at
  if (at > tally.lastAt) tally.lastAt = at
  if (verdict.ratio !== null) addTo(tally.ratios, verdict.ratio)

  const second = Math.floor(at / 1000)
  weight += raise(tally.seconds, second, 1)
  weight += raise(cellsOf(tally, Math.floor(second / 60)), cell(host, level), 1)
  weight += raiseWithin(tally.programs, event.program, 1)
  if (event.release) {
    weight += raiseWithin(tally.releases, event.release, 1)
    tally.lastRelease = event.release
  }
  return tally.room > 0 ? weight + keep(tally, { event, input, verdict }) : weight
}

function cellsOf(tally: Tally, minute: number): Map<number, number> {
  let cells = tally.minutes.get(minute)
  if (!cells) {
    cells = new Map()
    tally.minutes.set(minute, cells)
  }
  return cells
}

function raise<K>(counts: Map<K, number>, key: K, by: number): number {
  const before = counts.get(key)
  counts.set(key, (before ?? 0) + by)
  return before === undefined ? WEIGHT.entry : 0
}

function raiseWithin(counts: Map<string, number>, key: string, by: number): number {
  if (key === '' || (counts.size >= VALUES_LIMIT && !counts.has(key))) return 0
  return raise(counts, key, by)
}

function addTo(spread: RatioPart, value: number) {
  spread.count++
  const from = value - spread.mean
  spread.mean += from / spread.count
  spread.m2 += from * (value - spread.mean)
}

function keep(tally: Tally, example: Example): number {
  const place = tally.placed++ % tally.room
  const replaced = tally.examples[place]
  tally.examples[place] = example
  return weightOf(example.event) - (replaced ? weightOf(replaced.event) : 0)
}

/** The kept ones, oldest first. */
export function inOrder({ examples, placed }: Pick<Tally, 'examples' | 'placed'>): Example[] {
  const start = placed > examples.length ? placed % examples.length : 0
  return [...examples.slice(start), ...examples.slice(0, start)]
}

/** What an event takes in memory, roughly, in bytes. */
export const weightOf = ({ message, details, exceptions }: ErrorEvent): number =>
  WEIGHT.event + message.length + (details || exceptions ? WEIGHT.details : 0)

/** Both in one; neither is changed. */
export function merged(a: Tally, b: Tally): Tally {
  const sum: Tally = {
    ...a,
    count: a.count + b.count,
    level: Math.min(a.level, b.level),
    firstAt: Math.min(a.firstAt, b.firstAt),
    lastAt: Math.max(a.lastAt, b.lastAt),
    seconds: new Map(a.seconds),
    minutes: new Map([...a.minutes].map(([minute, cells]) => [minute, new Map(cells)])),
    programs: new Map(a.programs),
    releases: new Map(a.releases),
    lastRelease: b.lastRelease ?? a.lastRelease,
    ratios: joined(a.ratios, b.ratios),
    examples: [...inOrder(a), ...inOrder(b)],
    placed: 0,
  }
  for (const [second, n] of b.seconds) raise(sum.seconds, second, n)
  for (const [minute, cells] of b.minutes)
    for (const [key, n] of cells) raise(cellsOf(sum, minute), key, n)
  for (const [program, n] of b.programs) raiseWithin(sum.programs, program, n)
  for (const [release, n] of b.releases) raiseWithin(sum.releases, release, n)
  return sum
}
