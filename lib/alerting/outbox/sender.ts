import pLimit from 'p-limit'
import type { Pool, PoolClient } from 'pg'
import { type Became, conclude, type Ended } from '#lib/alerting/outbox/conclude.ts'
import { openHeld } from '#lib/alerting/outbox/held.ts'
import { openLanes } from '#lib/alerting/outbox/lanes.ts'
import { type Claim, LEASE_MS, lease, release } from '#lib/alerting/outbox/lease.ts'
import type { Outbox } from '#lib/alerting/outbox/outbox.ts'
import type { Made } from '#lib/alerting/send.ts'
import { grouped } from '#lib/groups.ts'
import { log } from '#lib/log.ts'
import { patiently } from '#lib/patience.ts'
import { inTransaction } from '#lib/transaction.ts'

/** Of an engine's connections, sending takes no more than these and one to record. */
const CLAIMS_AT_ONCE = 3
const ENDS_PER_TRANSACTION = 200
/** What is being sent when the engine is asked to stop has this long to be taken. */
const STOP_GRACE_MS = 4_000

/** What of a lane may go now. */
export interface Due {
  /** locked by the transaction, in the order in which they go */
  ids: string[]
  /** there may be more: 0, at once; otherwise in so many milliseconds; null: what is there is all */
  moreInMs: number | null
}

/** What is sent, and how. */
export interface Work<Key, Told> {
  box: Outbox
  /** Locks rows of a lane that are due, at most so many; finishes what is not to be sent. */
  due(client: PoolClient, key: Key, most: number): Promise<Due>
  /** What they tell, by id; what was deleted meanwhile is left out. */
  load(ids: readonly string[]): Promise<Map<string, Told>>
  /** Throws only when `signal` ended it. */
  send(told: Told, signal: AbortSignal): Promise<Made>
  /** When a failed one is tried again; null: never. */
  retryAt(claim: Claim, made: Made, now: Date): Date | null
  ended?(told: Told, made: Made, became: Became): void
}

export interface Means {
  pool: Pool
  /** the engine is to stop */
  signal: AbortSignal
  leaseMs?: number
  stopGraceMs?: number
}

/**
 * Sends what is due in lanes that do not wait for each other: a lane claims as many rows as it may have under way, sends them side by
 * side, records what became of them together with those of other lanes, and goes on until nothing is due. Any number of processes
 * may do so.
 */
export function openSender<Key, Told>(work: Work<Key, Told>, means: Means) {
  const { box } = work
  const { pool, signal, leaseMs = LEASE_MS, stopGraceMs = STOP_GRACE_MS } = means
  const sending = graceAfter(signal, stopGraceMs)
  const inTurn = pLimit(CLAIMS_AT_ONCE)
  const held = openHeld(pool, box, leaseMs)
  const record = grouped(
    (ended: Ended[]) =>
      persist(() => conclude(pool, box, ended), sending, 'recording what was sent'),
    { most: ENDS_PER_TRANSACTION },
  )
  const giveBack = grouped((claims: Claim[]) => release(pool, box, claims).then(() => claims), {
    most: ENDS_PER_TRANSACTION,
  })

  async function take(key: Key, most: number) {
    const claiming = () => inTurn(() => claim(key, most))
    const { claims, takenAt, moreInMs } = await persist(claiming, signal, 'claiming what is due')
    const ids = claims.map(({ id }) => id)
    const told = await persist(() => work.load(ids), signal, 'reading what is told')
    const items = claims.flatMap(claim => {
      const one = told.get(claim.id)
      return one ? [[claim, one] as const] : []
    })
    held.hold(
      items.map(([claim]) => claim),
      takenAt,
    )
    return { items, moreInMs }
  }

  function claim(key: Key, most: number) {
    const takenAt = performance.now()
    return inTransaction(pool, async client => {
      const { ids, moreInMs } = await work.due(client, key, most)
      return { claims: await lease(client, box, ids, leaseMs), takenAt, moreInMs }
    })
  }

  async function handle(
    [claim, told]: readonly [Claim, Told],
    answered: (made: Made | null) => void,
  ): Promise<void> {
    const started = performance.now()
    try {
      if (!held.isSure(claim)) return
      const made = await work.send(told, sending).catch(() => null)
      answered(made)
      if (!made) return void (await giveBack(claim))
      const now = new Date(claim.claimedAt.getTime() + performance.now() - started)
      const retryAt = work.retryAt(claim, made, now)
      const waitMs = retryAt && retryAt.getTime() - now.getTime()
      const became = await record({ claim, attempt: made, waitMs })
      work.ended?.(told, made, became)
    } finally {
      held.drop(claim)
    }
  }

  return openLanes<Key, readonly [Claim, Told]>({
    signal,
    take,
    handle,
    failed: error => {
      if (error !== signal.reason)
        log.error({ err: error }, `a ${box.table} was broken off; its lease will end`)
    },
  })
}

const persist = <T>(work: () => Promise<T>, signal: AbortSignal, what: string) =>
  patiently(work, signal, error => log.warn({ err: error }, `${what} is tried again`))

/** Aborts a while after the signal does. */
function graceAfter(signal: AbortSignal, graceMs: number): AbortSignal {
  const controller = new AbortController()
  const stop = () => setTimeout(() => controller.abort(), graceMs).unref()
  signal.addEventListener('abort', stop, { once: true })
  return controller.signal
}
