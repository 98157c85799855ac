import { retryNow } from '#lib/alerting/mutations.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { openPool } from '#lib/db/client.ts'
import { reclassify } from '#lib/errors/reclassify/work.ts'
import { cleanUpErrors } from '#lib/errors/retention/clean-up.ts'
import { openPlace } from '#lib/events/archive/place.ts'
import { cleanUpEvents } from '#lib/events/clean-up.ts'
import { cleanUpMetrics } from '#lib/metrics/clean-up.ts'
import { settleHours } from '#lib/metrics/settle.ts'
import { undoers } from '#lib/registry.ts'
import { cleanUp } from '#lib/runs/clean-up.ts'
import { cleanUpStreams } from '#lib/streams/clean-up.ts'
import { ada } from '#tests/actor.ts'

const pool = openPool(process.env.DATABASE_URL ?? '')
const never = new AbortController().signal

/** What an engine does by the clock, or a person has done, by its name and what it takes. */
const WORK: Record<string, (now: Date, ...given: string[]) => Promise<unknown>> = {
  runs: now => cleanUp(pool, now, never),
  errors: now => cleanUpErrors(pool, now, never),
  metrics: now => cleanUpMetrics(pool, now, never),
  settle: (_now, at) => settleHours(pool, Number(at), never),
  streams: now => cleanUpStreams(pool, now),
  events: (now, place = '', endpoint) =>
    cleanUpEvents(pool, now, { archive: { place: openPlace(place, endpoint), hours: null } }),
  reclassify: (_now, id, chunk) => reclassify(pool, Number(id), never, Number(chunk)),
  undo: (_now, entry) => undoChange(undoers, Number(entry), ada),
  retry: (_now, id) => retryNow(Number(id), ada),
}

const [what = '', ...given] = process.argv.slice(2)
process.send?.({ ready: true })
await WORK[what]?.(new Date(), ...given)
process.exit()
