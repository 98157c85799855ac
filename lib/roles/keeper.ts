import { setTimeout as delay } from 'node:timers/promises'
import { BOXES, OVERDUE_SECONDS, wakeOverdue } from '#lib/alerting/outbox/outbox.ts'
import { hear } from '#lib/db/notices.ts'
import { log } from '#lib/log.ts'
import { BEAT_MS, DEAD_AFTER_MS } from '#lib/roles/beat.ts'
import { watchClock } from '#lib/runs/clock.ts'
import { recoverLost, unlockDeadJobs } from '#lib/runs/lost.ts'
import type { Schedule } from '#lib/runs/planned.ts'
import { reconcile } from '#lib/runs/reconcile.ts'
import type { Recording } from '#lib/runs/record.ts'
import { openScheduler } from '#lib/runs/scheduler.ts'
import { requeueStranded } from '#lib/runs/stranded.ts'
import { tick } from '#lib/runs/tick.ts'
import { recoverLostStreams } from '#lib/streams/running/lost.ts'

const ROUND_MS = 15_000
/** What somebody had who is gone waits for nothing else: it is looked for more often. */
const LOOK_MS = 5_000
/** After an outage of the database every engine looks dead until it has beaten again, which may fail once. */
const ALL_BEAT_MS = 2 * BEAT_MS
/** Changes come in bursts (a file with hundreds of monitors); one reload serves them all. */
const SETTLE_MS = 100
/** What failed is not tried again faster than this. */
const SOON_MS = 1_000

interface Means extends Recording {
  engineId: string
  /** the runs that this engine has */
  held(): string[]
  /** the streams whose pipelines it runs */
  heldStreams(): string[]
  /** this engine's pools of the queue */
  poolIds(): string[]
}

/**
 * Keeps the schedules: one task for each, brought in line with the monitors at every change of theirs, and
 * rounds that make up for what was missed or lost, here or in an engine that died.
 */
export function openKeeper({ pool, wake, engineId, held, heldStreams, poolIds }: Means) {
  const stopping = new AbortController()
  const { signal } = stopping
  let waiting = new AbortController()
  let nextRoundAt = 0
  const roundAfter = (ms: number) =>
    void setTimeout(() => {
      nextRoundAt = 0
      waiting.abort()
    }, ms).unref()
  const scheduler = openScheduler({
    due: (schedule, at) => tick(pool, schedule, at),
    missed: () => roundAfter(SOON_MS),
  })
  const stopWatching = watchClock(byMs => {
    log.warn({ byMs: Math.round(byMs) }, 'the clock jumped')
    scheduler.restart()
    roundAfter(0)
  })
  const stopHearing = hear(['belfry_config'], payload => {
    if (payload === null || payload.startsWith('monitor:')) roundAfter(SETTLE_MS)
  })

  async function keepSchedules() {
    const { rows } = await pool.query<Schedule>(
      'select distinct schedule as expression, timezone as zone from monitor where active',
    )
    if (!signal.aborted) scheduler.keep(rows)
  }

  async function rounds() {
    // What waits at the start was left by an engine that died before it woke anyone.
    let overdueSeconds = 0
    for (let steadyAt = 0; !signal.aborted; ) {
      waiting = new AbortController()
      try {
        if (performance.now() >= nextRoundAt) await round()
        if (performance.now() >= steadyAt) await recover()
        for (const box of BOXES) await wakeOverdue(pool, box, overdueSeconds)
        overdueSeconds = OVERDUE_SECONDS
      } catch (error) {
        steadyAt = performance.now() + ALL_BEAT_MS
        log.warn({ err: error }, 'a round of the schedules failed and is tried again')
        roundAfter(SOON_MS)
      }
      const wakened = AbortSignal.any([signal, waiting.signal])
      await delay(LOOK_MS, undefined, { signal: wakened }).catch(() => {})
    }
  }

  async function round() {
    nextRoundAt = performance.now() + ROUND_MS
    await keepSchedules()
    await reconcile(pool, new Date())
    await requeueStranded(pool)
  }

  async function recover() {
    const lost = await recoverLost({ pool, wake }, engineId, held(), DEAD_AFTER_MS, new Date())
    if (lost > 0) log.warn({ lost }, 'runs of a dead engine were taken over')
    const streams = await recoverLostStreams(pool, engineId, heldStreams(), DEAD_AFTER_MS)
    if (streams > 0) log.warn({ streams }, 'streams of a dead engine were taken over')
    await unlockDeadJobs(pool, poolIds(), DEAD_AFTER_MS)
  }

  const ended = rounds()
  return {
    schedules: scheduler.count,
    async stop(): Promise<void> {
      stopping.abort()
      stopHearing()
      stopWatching()
      scheduler.close()
      await ended
    },
  }
}
