import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import pLimit from 'p-limit'
import { reachOfMonitor } from '#lib/access/reach.ts'
import { reasonOf } from '#lib/failures.ts'
import { grouped } from '#lib/groups.ts'
import { log } from '#lib/log.ts'
import { type Claim, claimRuns } from '#lib/runs/claim.ts'
import { type Definition, openDefinitions } from '#lib/runs/definitions.ts'
import { openLateness } from '#lib/runs/lateness.ts'
import { giveBack, lostOutcome, postpone } from '#lib/runs/lost.ts'
import type { Recording } from '#lib/runs/record.ts'
import { openRecorder } from '#lib/runs/recorder.ts'
import { openTardy } from '#lib/runs/tardy.ts'
import type { Job, Outcome } from '#lib/sandbox/contract.ts'

/** Most runs wait for a source most of the time; what one takes of memory is the sandbox's affair. */
export const RUNS_AT_ONCE = 250
const CLAIMED_AT_ONCE = 100
/** So many scripts keep a core busy and its messages in batches; of those the sandbox lets a few compute at a time. */
const QUICK_PER_CORE = 12
/** A run that takes longer waits for a source, and makes room for others to begin. */
const QUICK_MS = 100
/** Of all places, those for monitors that ran out of time before; who finds none comes again. */
const TARDY_PER_CORE = 16
const TARDY_AGAIN_SECONDS = 5
/** A cancelled run ends at once; a record that the database doesn't take never does. */
const CANCEL_MS = 1_000

interface Means extends Recording {
  /** claims are made in its name */
  engineId: string
  sandbox: { run(job: Job, signal?: AbortSignal): Promise<Outcome> }
  now?: () => Date
  /** hears of every run that is recorded as an ERROR */
  failed?: (job: Job, outcome: Outcome) => void
}

/** Takes queued runs through the sandbox to their record. */
export function openRunner(means: Means) {
  const { pool, wake, engineId, sandbox, now = () => new Date(), failed } = means
  const stopping = new AbortController()
  const abandoned = new AbortController()
  const held = new Set<string>()
  const untouched = new Set<string>()
  const lateness = openLateness()
  const tardy = openTardy(TARDY_PER_CORE * availableParallelism())
  const limit = pLimit(RUNS_AT_ONCE)
  const quick = pLimit(QUICK_PER_CORE * availableParallelism())
  const claim = grouped((ids: string[]) => claimRuns(pool, engineId, ids), {
    most: CLAIMED_AT_ONCE,
  })
  const definitionOf = openDefinitions(pool)
  const record = openRecorder({ pool, wake }, now, abandoned.signal)

  async function run(id: string): Promise<void> {
    if (stopping.signal.aborted) return void untouched.add(id)
    // A second job for it, as after the death of an engine: that of the engine, and the one that stands in for it.
    if (held.has(id)) return
    held.add(id)
    try {
      const claimed = await claim(id)
      if (claimed) await inPlace(claimed)
    } finally {
      held.delete(id)
    }
  }

  async function inPlace(claimed: Claim): Promise<void> {
    const leave = tardy.take(claimed.monitorId)
    if (!leave) return postpone(pool, engineId, claimed.id, TARDY_AGAIN_SECONDS)
    await carryOut(claimed).finally(leave)
  }

  async function carryOut(claimed: Claim): Promise<void> {
    const definition = await definitionOf(claimed.monitorId, claimed.version)
    if (!definition) return
    const job = jobOf(claimed, definition)
    const outcome = await inTurn(() => outcomeOf(job))
    if (abandoned.signal.aborted) return
    tardy.note(claimed.monitorId, outcome.reason === 'timeout')
    const { id, monitorId, plannedAt, streamId } = claimed
    const ofStream = streamId !== null
    // Those of streams wait for each other.
    if (!ofStream) lateness.note(outcome.startedAt.getTime() - plannedAt.getTime())
    const { version } = definition
    await record({ id, monitorId, claimedBy: engineId, version, outcome, ofStream })
    if (outcome.state === 'ERROR') failed?.(job, outcome)
  }

  /** Lets only so many runs begin at once; each makes room when it ends, or when it turns out to take its time. */
  async function inTurn(begin: () => Promise<Outcome>): Promise<Outcome> {
    const { outcome } = await quick(async () => {
      const outcome = begin()
      const patience = Promise.withResolvers<void>()
      const timer = setTimeout(patience.resolve, QUICK_MS)
      await Promise.race([outcome, patience.promise])
      clearTimeout(timer)
      return { outcome }
    })
    return outcome
  }

  async function outcomeOf(job: Job): Promise<Outcome> {
    const startedAt = now()
    try {
      return await sandbox.run(job, abandoned.signal)
    } catch (error) {
      log.error({ err: error, monitor: job.monitor.id }, 'the sandbox failed')
      return lostOutcome(startedAt, reasonOf(error))
    }
  }

  /**
   * Takes no more runs, waits until those under way are recorded, at most `graceMs`,
   * and gives the others back to the queue.
   */
  async function stop(graceMs: number): Promise<void> {
    stopping.abort()
    await isIdleWithin(graceMs)
    abandoned.abort()
    await isIdleWithin(CANCEL_MS)
    await giveBack(pool, engineId, [...untouched]).catch((error: unknown) =>
      log.warn({ err: error }, 'runs could not be given back; another engine takes them over'),
    )
  }

  async function isIdleWithin(ms: number): Promise<void> {
    const limitReached = AbortSignal.timeout(ms)
    while (limit.activeCount > 0 && !limitReached.aborted) await delay(10)
  }

  return {
    /** Resolves when all of these runs are recorded, or are another engine's affair. */
    async work(runIds: readonly string[]): Promise<void> {
      await Promise.all(runIds.map(id => limit(run, id)))
    },
    stop,
    held: () => [...held],
    lateness: lateness.now,
  }
}

const jobOf = (claimed: Claim, definition: Definition): Job => ({
  script: definition.script,
  monitor: { id: claimed.monitorId, name: definition.name, tags: definition.tags },
  now: claimed.plannedAt,
  previous: claimed.previous,
  stream: claimed.stream,
  timeoutMs: definition.timeoutMs,
  sources: definition.sources,
  reach: reachOfMonitor(definition.groups),
})
