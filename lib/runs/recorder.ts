import { setTimeout as delay } from 'node:timers/promises'
import { reasonOf } from '#lib/failures.ts'
import { grouped } from '#lib/groups.ts'
import { log } from '#lib/log.ts'
import { isHopeless, patiently } from '#lib/patience.ts'
import { type Finished, type Recorded, type Recording, recordRuns } from '#lib/runs/record.ts'

const RUNS_PER_TRANSACTION = 200
/** A result waits so long for others to share its transaction: nobody notices, and a busy engine does half the work. */
const LINGER_MS = 20
/** While a monitor is being saved; a big one may take a minute to be deleted. */
const BUSY_MS = 100

/**
 * Makes what records a single run; runs that end together share a transaction. While the database is away
 * it keeps trying until the signal aborts. How much may wait is bounded by the callers, who wait too.
 */
export function openRecorder(recording: Recording, now: () => Date, signal: AbortSignal) {
  const record = grouped((runs: Finished[]) => recordPatiently(recording, runs, now, signal), {
    most: RUNS_PER_TRANSACTION,
    lingerMs: LINGER_MS,
  })

  return async (run: Finished): Promise<void> => {
    while ((await record(run)) === 'busy') await delay(BUSY_MS, undefined, { signal })
  }
}

async function recordPatiently(
  recording: Recording,
  runs: Finished[],
  now: () => Date,
  signal: AbortSignal,
): Promise<Recorded[]> {
  try {
    return await patiently(
      () => recordRuns(recording, runs, now()),
      signal,
      error => log.warn({ err: error }, `recording ${runs.length} runs is tried again`),
    )
  } catch (error) {
    if (!isHopeless(error)) throw error
    return recordAlone(recording, runs, now, error)
  }
}

/** One result that the database refuses must not cost the others of its group. */
async function recordAlone(
  recording: Recording,
  runs: Finished[],
  now: () => Date,
  refusal: unknown,
): Promise<Recorded[]> {
  const recorded: Recorded[] = []
  for (const run of runs)
    recorded.push(
      ...(await recordRuns(recording, [run], now()).catch(error => {
        log.error({ err: error, run: run.id, refusal: reasonOf(refusal) }, 'a result was refused')
        return recordRuns(recording, [refused(run, error)], now())
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
