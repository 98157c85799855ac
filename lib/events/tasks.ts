import type { Pool } from 'pg'
import { cleanUpEvents } from '#lib/events/clean-up.ts'
import { log } from '#lib/log.ts'

/** What the engine does for events. */
export const eventTasks = (pool: Pool) => ({
  tasks: {
    'clean-up-events': async () => {
      const dropped = await cleanUpEvents(pool, new Date())
      if (dropped.length > 0) log.info({ dropped }, 'events cleaned up')
    },
  },
  concurrency: 1,
  cron: [
    {
      task: 'clean-up-events',
      match: '40 * * * *',
      options: { backfillPeriod: 3_600_000 },
    },
  ],
})
