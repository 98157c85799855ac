import type { StoredEvent } from '#lib/events/data.ts'

/** An event as a row shows it; times in unix milliseconds. */
export interface Row extends Omit<StoredEvent, 'start' | 'at'> {
  start: number
  at: number
}

export const rowOf = ({ start, at, ...event }: StoredEvent): Row => ({
  ...event,
  start: start.getTime(),
  at: at.getTime(),
})

const PREVIEWED = 12

/** The first traits of an event, those within others by their whole key. */
export function preview(traits: Row['traits']): [key: string, value: unknown][] {
  const found: [string, unknown][] = []
  function walk(value: object, path: string) {
    for (const [name, inside] of Object.entries(value)) {
      if (found.length >= PREVIEWED) return
      if (typeof inside === 'object' && inside !== null && !Array.isArray(inside))
        walk(inside, `${path}${name}.`)
      else found.push([path + name, inside])
    }
  }
  if (traits) walk(traits, '')
  return found
}
