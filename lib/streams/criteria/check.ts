import { type Check, criterionCheck, timestampCheck } from '#lib/streams/criteria/criterion.ts'
import { eventTypes } from '#lib/streams/criteria/event-types.ts'
import type { FireEntry, MatchEntry } from '#lib/streams/criteria/schema.ts'

/** One entry of criteria: an event fits when all that it asks holds. */
export interface Criteria {
  fitType(type: string): boolean
  check: Check
}

export function criteriaOf({ event_type, timestamp, traits }: MatchEntry | FireEntry): Criteria {
  const types = eventTypes(event_type)
  const checks = Object.entries(traits).map(([name, asked]) => criterionCheck(name, asked))
  if (timestamp !== undefined) checks.unshift(timestampCheck(timestamp))
  return {
    fitType: types.fit,
    check(event) {
      if (!types.fit(event.type)) return 'Wrong event type'
      for (const check of checks) {
        const reason = check(event)
        if (reason !== null) return reason
      }
      return null
    },
  }
}
