import type { Pool } from 'pg'
import { reclassify } from '#lib/errors/reclassify/work.ts'
import { cleanUpErrors } from '#lib/errors/retention/clean-up.ts'
import { thinExamples } from '#lib/errors/retention/examples.ts'
import { log } from '#lib/log.ts'

/** Errors that came in since then may have made examples too many; a flood brings one a second of each signature. */
const THIN_EVERY_MS = 5 * 60_000

/** What the engine does for the error store; each kind goes on when the others take long. */
export const errorTasks = (pool: Pool, signal: AbortSignal) => ({
  tasks: {
    reclassify: (payload: unknown) => reclassify(pool, (payload as { id: number }).id, signal),
    'clean-up-errors': async () => {
      const deleted = await cleanUpErrors(pool, new Date(), signal)
      log.info({ deleted }, 'errors cleaned up')
    },
    'thin-errors': async () => {
      await thinExamples(pool, signal, new Date(Date.now() - 2 * THIN_EVERY_MS))
    },
  },
  concurrency: 3,
  cron: [
    {
      task: 'clean-up-errors',
      match: '10 * * * *',
      options: { backfillPeriod: 3_600_000 },
    },
    { task: 'thin-errors', match: '*/5 * * * *' },
  ],
})
