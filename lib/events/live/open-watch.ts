import { reaches } from '#lib/access/reach.ts'
import type { Event } from '#lib/events/event.ts'
import { liveJson, matchable } from '#lib/events/live/event.ts'
import type { Told } from '#lib/events/live/publication.ts'
import { openSample, type Sample } from '#lib/events/live/sample.ts'
import { SHOWN_PER_SECOND, type Watch } from '#lib/events/live/watch.ts'
import { type Matcher, matcherOf } from '#lib/events/query/match.ts'
import { parseQuery } from '#lib/events/query/parse.ts'
import { UserError } from '#lib/failures.ts'
import { log } from '#lib/log.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Different questions at a time; each costs the time of looking and memory. */
const MOST_WATCHES = 50

export interface OpenWatch {
  watch: Watch
  matches: Matcher
  sample: Sample<{ event: Event; project: string }>
  matched: number
  unread: number
  endsAt: number
  /** somebody waits for a first word */
  isAwaited: boolean
}

/** Null when there are too many already, or the query is of another version. */
export function openWatch(watch: Watch, already: number): OpenWatch | null {
  if (already >= MOST_WATCHES) {
    log.warn(`more than ${MOST_WATCHES} different questions are watched; no more are taken`)
    return null
  }
  try {
    return {
      ...{
        watch,
        matches: matcherOf(parseQuery(watch.query)),
        sample: openSample(SHOWN_PER_SECOND),
      },
      ...{ matched: 0, unread: 0, endsAt: 0, isAwaited: false },
    }
  } catch (error) {
    if (error instanceof UserError) return null
    throw error
  }
}

export const concerns = ({ projectId, groups }: Watch, { id, groups: limit }: Project) =>
  (projectId === null || projectId === id) &&
  reaches(groups === null ? { all: true } : { all: false, groups }, limit)

/** Counts an event for those whose query it matches. */
export function lookAt(event: Event, project: string, concerned: readonly OpenWatch[]) {
  const looked = matchable(event)
  for (const one of concerned) {
    if (!one.matches(looked)) continue
    one.matched++
    one.sample.add({ event, project }, (event.traits?.length ?? 0) + event.type.length)
  }
}

/** What came since it was taken the last time; nothing when there is nothing to tell. */
export function takeOf(one: OpenWatch): Told[] {
  const { watch, matched, unread, isAwaited, sample } = one
  if (matched + unread === 0 && !isAwaited) return []
  one.matched = one.unread = 0
  one.isAwaited = false
  const events = sample.take().map(({ event, project }) => liveJson(event, project))
  return [{ id: watch.id, matched, unread, events }]
}
