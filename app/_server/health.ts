import { failureOf } from '#app/_server/failure.ts'
import { UserError } from '#lib/failures.ts'
import { readHealth } from '#lib/health/data.ts'
import { type Health, problemsOf } from '#lib/health/status.ts'

/** Anyone may ask: the database is asked at most so often. */
const KEPT_MS = 1_000
/** A database that takes longer is as good as away. */
const LIMIT_MS = 5_000

export interface Report {
  status: 'ok' | 'degraded'
  problems: string[]
  health: Health | null
}

let last: { at: number; report: Promise<Report> } | undefined

/** How this installation is, at most a second old. */
export function healthReport(): Promise<Report> {
  if (!last || performance.now() - last.at > KEPT_MS)
    last = { at: performance.now(), report: makeReport() }
  return last.report
}

async function makeReport(): Promise<Report> {
  try {
    const health = await within(LIMIT_MS, readHealth())
    const problems = problemsOf(health, health.now)
    return { status: problems.length > 0 ? 'degraded' : 'ok', problems, health }
  } catch (error) {
    return { status: 'degraded', problems: [failureOf(error).message], health: null }
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new UserError('The database does not answer.')), ms)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}
