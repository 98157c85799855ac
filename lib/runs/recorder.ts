import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseError, type Pool } from 'pg'
import { reasonOf } from '#lib/failures.ts'
import { grouped } from '#lib/groups.ts'
import { log } from '#lib/log.ts'
import { type Finished, type Recorded, recordRuns } from '#lib/runs/record.ts'

const RUNS_PER_TRANSACTION = 200
/** A result waits so long for others to share its transaction: nobody notices, and a busy engine does half the work. */
const LINGER_MS = 20
/** While the database is away: the first wait and the longest. */
const WAIT_MS = { least: 100, most: 5_000 }
/** While a monitor is being saved; a big one may take a minute to be deleted. */
const BUSY_MS = 100
/** What was cut off, was refused for now, or lost a deadlock may go well the next time; the rest never will. */
const HOPELESS = /^(21|22|23|42|54)/

/**
 * Makes what records a single run; runs that end together share a transaction. While the database is away
 * it keeps trying until the signal aborts. How much may wait is bounded by the callers, who wait too.
 */
export function openRecorder(pool: Pool, now: () => Date, signal: AbortSignal) {
  const record = grouped((runs: Finished[]) => recordPatiently(pool, runs, now, signal), {
    most: RUNS_PER_TRANSACTION,
    lingerMs: LINGER_MS,
  })

  return async (run: Finished): Promise<void> => {
    while ((await record(run)) === 'busy') await delay(BUSY_MS, undefined, { signal })
  }
}

async function recordPatiently(
  pool: Pool,
  runs: Finished[],
  now: () => Date,
  signal: AbortSignal,
): Promise<Recorded[]> {
  for (let waitMs = WAIT_MS.least; ; waitMs = Math.min(waitMs * 2, WAIT_MS.most)) {
    try {
      return await recordRuns(pool, runs, now())
    } catch (error) {
      if (isHopeless(error)) return recordAlone(pool, runs, now, error)
      log.warn({ err: error }, `recording ${runs.length} runs is tried again`)
      await delay(waitMs, undefined, { signal })
    }
  }
}

const isHopeless = (error: unknown) =>
  error instanceof DatabaseError && HOPELESS.test(error.code ?? '')

/** One result that the database refuses must not cost the others of its group. */
async function recordAlone(
  pool: Pool,
  runs: Finished[],
  now: () => Date,
  refusal: unknown,
): Promise<Recorded[]> {
  const recorded: Recorded[] = []
  for (const run of runs)
    recorded.push(
      ...(await recordRuns(pool, [run], now()).catch(error => {
        log.error({ err: error, run: run.id, refusal: reasonOf(refusal) }, 'a result was refused')
        return recordRuns(pool, [refused(run, error)], now())
      })),
    )
  return recorded
}

/** What is recorded instead of a result that the database doesn't take. */
const refused = (run: Finished, error: unknown): Finished => ({
  ...run,
  outcome: {
    ...run.outcome,
    state: 'ERROR',
    reason: 'invalid value',
    message: `The result could not be stored: ${reasonOf(error)}`,
    value: null,
    series: {},
    output: '',
    calls: [],
  },
})
