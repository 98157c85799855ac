import { type Event, secondsOf } from '#lib/events/event.ts'
import type { Matchable } from '#lib/events/query/match.ts'

/** As the API tells of it; `uid` is null when the sender gave none. */
export const liveJson = (event: Event, project: string): string => {
  const { type, id, uid = null, host, pid, start, at, traits } = event
  const [from, to] = [start, at].map(second => new Date(second * 1000).toISOString())
  const rest = {
    type,
    id,
    uid,
    project,
    host,
    pid,
    start: from,
    at: to,
    duration: secondsOf(event),
  }
  return `${JSON.stringify(rest).slice(0, -1)},"traits":${traits ?? 'null'}}`
}

/** Its traits are read when a query asks for them. */
export function matchable(event: Event): Matchable {
  const { type, id, uid, host, pid } = event
  let read: Matchable['traits'] | undefined
  return {
    ...{ type, id, uid, host, pid, duration: secondsOf(event) },
    get traits() {
      if (read === undefined) read = event.traits === null ? null : JSON.parse(event.traits)
      return read ?? null
    },
  }
}
