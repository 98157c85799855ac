import { type Told, timesOf } from '#bin/tail/told.ts'

/** Longer ones are told in seconds. */
const MILLISECONDS_BELOW = 2
/** So much of an id tells them apart. */
const ID_CHARACTERS = 12

/** `123 ms`, `75.3 s` of seconds. */
export function durationText(seconds: number): string {
  return seconds < MILLISECONDS_BELOW
    ? `${(seconds * 1000).toFixed(0)} ms`
    : `${seconds.toFixed(1)} s`
}

/** `=== request (53724e00aabb@web01:1234)  (123 ms)` */
export function headerOf(event: Told): string {
  const { start, end } = timesOf(event)
  const id = String(event.id).slice(0, ID_CHARACTERS)
  const took = Number.isFinite(end - start) ? `  (${durationText(end - start)})` : ''
  return `=== ${event.type} (${id}@${event.host}:${event.pid ?? '-'})${took}`
}

/** The header, and below it what it says of the work, by name. */
export const prettyOf = (event: Told): string =>
  `${headerOf(event)}\n${JSON.stringify(sorted(event.body ?? event.traits ?? null), null, 2)}\n`

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([name, inner]) => [name, sorted(inner)]))
}
