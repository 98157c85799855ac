import { failureOf } from '#app/_server/failure.ts'
import { UserError } from '#lib/failures.ts'
import { readHealth } from '#lib/health/data.ts'
import { concernsBy, type Look, look } from '#lib/health/report/data.ts'
import type { Health } from '#lib/health/status.ts'

/** Anyone may ask: the database is asked at most so often, and for what takes more of it still less. */
const KEPT_MS = { health: 1_000, look: 10_000 }
/** A database that takes longer is as good as away. */
const LIMIT_MS = 5_000

export interface Report {
  status: 'ok' | 'degraded'
  /** what is wrong, in words */
  problems: string[]
  /** what somebody should look at, in words */
  warnings: string[]
  health: (Health & { now: Date }) | null
  /** null when it could not be read */
  look: Look | null
}

/** How this installation is, at most a second old. */
export const healthReport = kept(KEPT_MS.health, makeReport)
const lookAround = kept(KEPT_MS.look, look)

async function makeReport(): Promise<Report> {
  try {
    const [health, seen] = await Promise.all([
      within(LIMIT_MS, readHealth()),
      within(LIMIT_MS, lookAround()).catch(unread),
    ])
    const concerns = concernsBy(health, seen)
    const status = concerns.problems.length > 0 ? 'degraded' : 'ok'
    return { status, ...concerns, health, look: seen }
  } catch (error) {
    const problems = [failureOf(error).message]
    return { status: 'degraded', problems, warnings: [], health: null, look: null }
  }
}

/** Whoever asks whether all is well is answered without the numbers, too. */
function unread(error: unknown): null {
  failureOf(error)
  return null
}

/** The answer of `make` for so long; who asks meanwhile shares it. A failure is not kept. */
function kept<T>(ms: number, make: () => Promise<T>): () => Promise<T> {
  let last: { at: number; made: Promise<T> } | undefined
  return () => {
    if (last && performance.now() - last.at <= ms) return last.made
    const made = make()
    const entry = { at: performance.now(), made }
    last = entry
    made.catch(() => {
      if (last === entry) last = undefined
    })
    return made
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new UserError('The database does not answer.')), ms)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}
