import { hostname } from 'node:os'
import { complain } from './complaints.ts'
import type { Body } from './deep.ts'
import { newId } from './ids.ts'

/** What goes out for one context. Times in unix seconds. */
export interface Event {
  type: string
  /** of its context tree */
  id: string | number
  /** its own; a repeat is recognised by it */
  uid: string
  host: string
  pid: number
  start: number
  end: number
  /** null when it could not be encoded */
  body: Body | null
}

const host = hostname()

export const eventOf = (name: string, id: string | number, start: number, body: Body): Event => ({
  ...{ type: name, id, uid: newId(), host, pid: process.pid },
  ...{ start, end: Date.now() / 1000, body },
})

/** One line of JSON. Dates become unix seconds, big integers text; a body that cannot be encoded becomes null. */
export function encode(event: Event): string {
  try {
    return JSON.stringify(event, plainly)
  } catch (error) {
    complain(`the body of an event ${event.type} cannot be encoded: ${(error as Error).message}`)
    return JSON.stringify({ ...event, body: null })
  }
}

/** `this` has the value as it was before its own `toJSON`. */
function plainly(this: unknown, key: string, value: unknown): unknown {
  if (typeof value === 'string') {
    const before = (this as Record<string, unknown>)[key]
    return before instanceof Date ? before.getTime() / 1000 : value
  }
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof Set) return [...value]
  return value
}
