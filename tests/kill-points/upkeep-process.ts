import { openPool } from '#lib/db/client.ts'
import { openPlace } from '#lib/events/archive/place.ts'
import { cleanUpEvents } from '#lib/events/clean-up.ts'
import { cleanUp } from '#lib/runs/clean-up.ts'

/** What an engine does every hour with what was kept for long enough: `runs`, or `events FOLDER`. */
const [what, folder = ''] = process.argv.slice(2)
const pool = openPool(process.env.DATABASE_URL ?? '')
process.send?.({ ready: true })
if (what === 'runs') await cleanUp(pool, new Date(), new AbortController().signal)
else await cleanUpEvents(pool, new Date(), { archive: { place: openPlace(folder), hours: null } })
process.exit()
