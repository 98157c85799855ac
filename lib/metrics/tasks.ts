import type { Pool } from 'pg'
import { log } from '#lib/log.ts'
import { cleanUpMetrics, cleanUpTotals } from '#lib/metrics/clean-up.ts'

/** What the engine does for metrics. */
export const metricTasks = (pool: Pool, signal: AbortSignal) => ({
  tasks: {
    'clean-up-metrics': async () => {
      const deleted = await cleanUpMetrics(pool, new Date(), signal)
      const totals = await cleanUpTotals(pool, new Date(), signal)
      log.info({ deleted, totals }, 'metrics cleaned up')
    },
  },
  concurrency: 1,
  cron: [
    {
      task: 'clean-up-metrics',
      match: '20 * * * *',
      options: { backfillPeriod: 3_600_000 },
    },
  ],
})
