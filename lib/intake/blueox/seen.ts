import type { Event } from '#lib/events/event.ts'
import type { Names } from '#lib/events/names.ts'

/** BlueOx's answer to STATUS. */
export interface Status {
  /** when the last event came */
  last: number
  /** how long before that it had ended */
  lag: number
  /** with their ends */
  events: Record<string, { last: number }>
  hosts: Record<string, { last: number }>
}

/** A project has no more of each at a time; those that were first heard of longest ago go. */
const MOST_NAMES = 10_000

export type Seen = ReturnType<typeof openSeen>

/** Remembers what came in since the process started. */
export function openSeen() {
  const types = new Map<string, number>()
  const hosts = new Map<string, number>()
  let last = 0
  let lag = 0

  return {
    /** `now` in unix seconds */
    note(events: readonly Pick<Event, 'type' | 'host' | 'at'>[], now: number): void {
      for (const { type, host, at } of events) {
        remember(types, type, at)
        remember(hosts, host, at)
        lag = now - at
      }
      last = now
    },

    /** With what is known from before, in the store. */
    status(stored: Names): Status {
      const before = Math.max(0, ...stored.types.values())
      return {
        ...{ last: Math.max(last, before), lag: last === 0 ? 0 : lag },
        events: listed(new Map([...stored.types, ...types])),
        hosts: listed(new Map([...stored.hosts, ...hosts])),
      }
    },
  }
}

function remember(names: Map<string, number>, name: string, at: number): void {
  names.set(name, at)
  if (names.size <= MOST_NAMES) return
  const [oldest] = names.keys()
  if (oldest !== undefined) names.delete(oldest)
}

const listed = (names: Map<string, number>) =>
  Object.fromEntries([...names].map(([name, last]) => [name, { last }]))
