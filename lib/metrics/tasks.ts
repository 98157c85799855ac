import type { Pool } from 'pg'
import { log } from '#lib/log.ts'
import { cleanUpMetrics, cleanUpTotals } from '#lib/metrics/clean-up.ts'
import { settleHours } from '#lib/metrics/settle.ts'

/** Hours of a day are laid side by side when it is the day before yesterday: what comes late has come by then. */
const SETTLED_AFTER_S = 2 * 86_400

/** What the engine does for metrics. */
export const metricTasks = (pool: Pool, signal: AbortSignal) => ({
  tasks: {
    'clean-up-metrics': async () => {
      const deleted = await cleanUpMetrics(pool, new Date(), signal)
      const totals = await cleanUpTotals(pool, new Date(), signal)
      log.info({ deleted, totals }, 'metrics cleaned up')
    },
    'settle-metrics': async (payload: unknown) => {
      const { ts } = (payload as { _cron: { ts: string } })._cron
      const moved = await settleHours(pool, Date.parse(ts) / 1000 - SETTLED_AFTER_S, signal)
      log.info({ moved }, 'hours of metrics settled')
    },
  },
  concurrency: 1,
  cron: [
    {
      task: 'clean-up-metrics',
      match: '20 * * * *',
      options: { backfillPeriod: 3_600_000 },
    },
    {
      task: 'settle-metrics',
      match: '35 2 * * *',
      options: { backfillPeriod: 7 * 86_400_000 },
    },
  ],
})
