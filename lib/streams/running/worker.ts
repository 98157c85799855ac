import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { StoredListener } from '#lib/events/intake/contract.ts'
import { log } from '#lib/log.ts'
import { openRecorder } from '#lib/recorder.ts'
import { openEffectWriters, type ProjectOf } from '#lib/streams/effects/open.ts'
import { postpone } from '#lib/streams/feed/postpone.ts'
import type { HandlerContext, Occasion } from '#lib/streams/handlers/contract.ts'
import { carryOut } from '#lib/streams/running/carry-out.ts'
import { type Claim, claimDue, isAnyDue } from '#lib/streams/running/claim.ts'
import { put, streamLedger } from '#lib/streams/running/ledger.ts'
import { giveBack } from '#lib/streams/running/lost.ts'
import type { Tally } from '#lib/streams/statistics/tally.ts'

/** What is due is found after this time at most, should no notice come. */
const LOOK_EVERY_MS = 500
/** Most handlers wait for nothing; those that do are scripts, of which the sandbox lets a few compute at a time. */
const STREAMS_AT_ONCE = 1_000
const CLAIMED_AT_ONCE = 500
/** In memory at once, of all streams. */
const EVENTS_AT_ONCE = 100_000

interface Means {
  pool: Pool
  /** claims are made in its name */
  engineId: string
  sandbox: HandlerContext['sandbox']
  projectOf: ProjectOf
  /** the address of the pages */
  url: string
  /** hears what was counted, after the commit */
  tell(tally: Tally): void
  /** hears of the events that pipelines made, after the commit */
  heard?: StoredListener
}

/** Runs the pipelines of streams that are due, and ends them; any number of processes may. */
export function openStreamWorker(means: Means) {
  const { pool, engineId, projectOf, tell, heard } = means
  const stopping = new AbortController()
  const abandoned = new AbortController()
  const recorder = openRecorder(pool, streamLedger(openEffectWriters(pool, projectOf, heard), tell))
  const held = openHeld()
  let waiting = new AbortController()

  const wake = () => waiting.abort()

  async function rounds(): Promise<void> {
    while (!stopping.signal.aborted) {
      waiting = new AbortController()
      const isMore = await round().catch((error: unknown) => {
        log.warn({ err: error }, 'streams that are due are looked for again')
        return false
      })
      const wakened = AbortSignal.any([stopping.signal, waiting.signal])
      if (!isMore) await delay(LOOK_EVERY_MS, undefined, { signal: wakened }).catch(() => {})
    }
  }

  /** Answers whether there may be more that are due. */
  async function round(): Promise<boolean> {
    if (!(await isAnyDue(pool))) return false
    await postpone(pool)
    const found = [await take('fire'), await take('expire')]
    return Math.max(...found) >= CLAIMED_AT_ONCE
  }

  async function take(occasion: Occasion): Promise<number> {
    const { streams, events } = held.room()
    if (streams <= 0 || events <= 0) return 0
    const most = Math.min(CLAIMED_AT_ONCE, streams)
    const claims = await claimDue(pool, { engineId, occasion, most, mostEvents: events })
    held.add(claims)
    void work(claims)
    return claims.length
  }

  async function work(claims: readonly Claim[]): Promise<void> {
    const { signal } = abandoned
    try {
      await carryOut(claims, { ...means, signal }, finished => {
        put(recorder.batch(), finished, () => release(finished.claim))
        recorder.wake(true)
      })
    } catch (error) {
      // A mistake of ours. No engine knows of them then, so that they are tried again after a while.
      log.error({ err: error }, `the pipelines of ${claims.length} streams could not be run`)
      for (const claim of claims) release(claim)
    }
  }

  function release(claim: Claim): void {
    const wasFull = held.isFull()
    held.remove(claim)
    if (wasFull) wake()
  }

  const running = rounds()

  return {
    /** Something is due now. */
    wake,
    held: held.ids,

    /** Takes no more, waits for the pipelines under way, at most `graceMs`, and gives the others back. */
    async stop(graceMs: number): Promise<void> {
      stopping.abort()
      await running
      await isEmptyWithin(held, graceMs)
      abandoned.abort()
      await recorder.close()
      await giveBack(pool, engineId).catch((error: unknown) =>
        log.warn({ err: error }, 'streams could not be given back; another engine takes them over'),
      )
    },
  }
}

async function isEmptyWithin(held: Held, ms: number): Promise<void> {
  const limit = AbortSignal.timeout(ms)
  while (held.ids().length > 0 && !limit.aborted) await delay(10)
}

type Held = ReturnType<typeof openHeld>

/** The streams that this engine has. */
function openHeld() {
  const claims = new Map<string, Claim>()
  let events = 0

  const room = () => ({ streams: STREAMS_AT_ONCE - claims.size, events: EVENTS_AT_ONCE - events })

  return {
    room,
    isFull: () => Math.min(room().streams, room().events) <= 0,
    ids: () => [...claims.keys()],
    add(more: readonly Claim[]) {
      for (const claim of more) {
        claims.set(claim.id, claim)
        events += claim.events
      }
    },
    remove(claim: Claim) {
      if (claims.delete(claim.id)) events -= claim.events
    },
  }
}
