import type { Pool } from 'pg'
import { log } from '#lib/log.ts'
import { cleanUpStreams } from '#lib/streams/clean-up.ts'
import { trimEvents } from '#lib/streams/trim.ts'

const BACKFILL_MS = 3_600_000

/** What the engine does for streams beside running their pipelines. */
export const streamTasks = (pool: Pool, signal: AbortSignal) => ({
  tasks: {
    'clean-up-streams': async () => {
      const deleted = await cleanUpStreams(pool, new Date(), signal)
      log.info({ deleted }, 'streams cleaned up')
    },
    'trim-events': async () => {
      const trimmed = await trimEvents(pool, new Date(), signal)
      if (trimmed > 0) log.info({ trimmed }, 'old events were deleted')
    },
  },
  concurrency: 1,
  cron: [
    { task: 'clean-up-streams', match: '50 * * * *', options: { backfillPeriod: BACKFILL_MS } },
    { task: 'trim-events', match: '* * * * *' },
  ],
})
