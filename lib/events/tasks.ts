import type { Pool } from 'pg'
import type { ArchiveEnv } from '#lib/env.ts'
import { openPlace } from '#lib/events/archive/place.ts'
import { cleanUpEvents } from '#lib/events/clean-up.ts'
import { log } from '#lib/log.ts'

interface Means {
  pool: Pool
  archive: ArchiveEnv | null
  signal: AbortSignal
}

/** What the engine does for events. */
export const eventTasks = ({ pool, archive, signal }: Means) => ({
  tasks: {
    'clean-up-events': async () => {
      const opened = archive && {
        place: openPlace(archive.address, archive.endpoint),
        hours: archive.hours,
      }
      try {
        const means = { archive: opened ?? undefined, signal }
        const moved = await cleanUpEvents(pool, new Date(), means)
        const to = opened?.place.address
        if (moved.length > 0) log.info({ moved, to }, 'events cleaned up')
      } finally {
        opened?.place.close()
      }
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
