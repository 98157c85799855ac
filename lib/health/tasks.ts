import type { Pool } from 'pg'
import { sampleVitals } from '#lib/health/history/sample.ts'

/** What the engine does so that people see how this installation was. */
export const healthTasks = (pool: Pool) => ({
  tasks: { 'note-vitals': () => sampleVitals(pool) },
  cron: [{ task: 'note-vitals', match: '* * * * *' }],
})
