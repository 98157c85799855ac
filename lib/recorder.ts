import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseError, type Pool } from 'pg'
import { databaseAway, InDoubt } from '#lib/database-away.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import type { Held, Ledger } from '#lib/ledger.ts'
import { log } from '#lib/log.ts'
import { inTransaction } from '#lib/transaction.ts'

/**
 * From one transaction to the next, counted from their beginnings: few and big ones under load, but senders that wait
 * for their answers send nothing more meanwhile.
 */
const LINGER = { leastMs: 100, mostMs: 200, mostFromItems: 5_000, askedMs: 10 }
/** The database writes for two thirds of the time at most, the less often the longer it takes: as long as nobody notices a delay. */
const REST = { times: 1.5, mostMs: 1_500 }
/** While the database is away: the first wait and the longest. */
const WAIT_MS = { least: 50, most: 2_000 }
/** What was cut off, was refused for now, or lost a deadlock may go well the next time; the rest never will. */
const HOPELESS = /^(21|22|23|42|54)/
/** Serialisation failures and deadlocks: at once again. */
const CONFLICT = /^40/

/** Writes batches one after the other, while the next one fills. */
export interface Recorder<B> {
  /** what fills now */
  batch(): B
  /** to be called when something was put into it, and whether somebody waits for an answer to that */
  wake(isAsked?: boolean): void
  /** a batch is on its way */
  isWriting(): boolean
  /** since the last attempt to write failed */
  isAway(): boolean
  /** resolves with the next batch that is empty while the database is there */
  room(): Promise<void>
  /** Writes what is held, as long as the database is there. */
  close(): Promise<void>
}

export function openRecorder<B extends Held, R>(pool: Pool, ledger: Ledger<B, R>): Recorder<B> {
  const closing = new AbortController()
  let next = ledger.newBatch()
  let done: string | undefined
  let away = false
  let startedAt = Number.NEGATIVE_INFINITY
  let written = { size: 0, ms: 0 }
  let asked = new AbortController()
  let isRunning = false
  let isWriting = false
  let running = Promise.resolve()
  let waiting = Promise.withResolvers<void>()

  function wake(isAsked = false) {
    // Each call makes an error with its stack, which nobody reads.
    if (isAsked && !asked.signal.aborted) asked.abort()
    if (isRunning) return
    isRunning = true
    running = run()
  }

  async function run() {
    while (ledger.hasWork(next) || (away && !closing.signal.aborted)) {
      await linger()
      startedAt = performance.now()
      const batch = next
      next = ledger.remainder(batch)
      giveRoom()
      const { size } = batch
      isWriting = true
      await write(batch)
      isWriting = false
      written = { size, ms: performance.now() - startedAt }
    }
    // In the same turn as the last look: what comes from now on wakes it again.
    isRunning = false
  }

  async function linger() {
    const isAwaited = ledger.isAwaited(next)
    const rest = ledger.gathers && !isAwaited ? restMs(written.ms) : 0
    const ms = startedAt + Math.max(lingerMs(isAwaited, written.size), rest) - performance.now()
    if (ms <= 1 || closing.signal.aborted) return new Promise(setImmediate)
    asked = new AbortController()
    const { signal } = isAwaited ? closing : asked
    await delay(ms, undefined, { signal }).catch(() => {})
  }

  /** Until it is written, given up, or Belfry ends without a database. */
  async function write(batch: B): Promise<void> {
    // Once there is one, nobody knows whether it was committed: the batch's row tells, when the database is back.
    let last: R | null = null
    for (let waitMs = WAIT_MS.least; ; waitMs = Math.min(waitMs * 2, WAIT_MS.most)) {
      try {
        await ledger.prepare(batch)
        await inTransaction(pool, async client => {
          last = (await ledger.write(client, batch, done)) ?? last
        })
        break
      } catch (error) {
        if (isHopeless(error)) return giveUp(batch, error)
        if (isConflict(error)) continue
        fail(batch, error, last !== null)
        if (closing.signal.aborted) return lose(batch, error, last !== null)
        await delay(waitMs, undefined, { signal: closing.signal }).catch(() => {})
      }
    }
    if (last !== null) settle(batch, last)
  }

  function settle(batch: B, written: R) {
    done = batch.id
    away = false
    giveRoom()
    ledger.settle(batch, written)
  }

  /** Who waits is told at once, and may come again; but not while the commit is in doubt. */
  function fail(batch: B, error: unknown, inDoubt: boolean) {
    if (!away) log.warn({ err: error }, 'the database cannot be written to; what comes in waits')
    away = true
    if (!inDoubt) ledger.refuse(batch, databaseAway(error))
  }

  /** What the database refuses for what is in it must not cost the rest of its batch. */
  async function giveUp(batch: B, error: unknown): Promise<void> {
    const smaller = ledger.parts(batch)
    if (smaller.length > 1) {
      for (const part of smaller) await write(part)
      return
    }
    const told = `the database refused ${batch.size} ${ledger.what}`
    log.error({ err: error }, `${told}: ${reasonOf(error)}`)
    ledger.giveUp(batch, next, new Error(told, { cause: error }))
  }

  function lose(batch: B, error: unknown, inDoubt: boolean) {
    log.error({ err: error }, `${batch.size} ${ledger.what} could not be written before the end`)
    ledger.refuse(batch, inDoubt ? new InDoubt() : databaseAway(error))
  }

  function giveRoom() {
    if (away) return
    waiting.resolve()
    waiting = Promise.withResolvers()
  }

  return {
    batch: () => next,
    wake,
    isWriting: () => isWriting,
    isAway: () => away,
    room: () => waiting.promise,
    async close() {
      closing.abort()
      asked.abort()
      if (ledger.hasWork(next)) wake()
      await running
    },
  }
}

function lingerMs(isAwaited: boolean, size: number): number {
  const byLoad = Math.min(size / LINGER.mostFromItems, 1)
  return isAwaited ? byLoad * LINGER.askedMs : Math.max(byLoad * LINGER.mostMs, LINGER.leastMs)
}

const restMs = (writtenMs: number) => Math.min(writtenMs * REST.times, REST.mostMs)

/** Refused for what is in it, or a mistake of ours: the same would happen again. */
const isHopeless = (error: unknown) =>
  error instanceof DatabaseError
    ? HOPELESS.test(error.code ?? '')
    : [UserError, TypeError, RangeError, ReferenceError].some(kind => error instanceof kind)

const isConflict = (error: unknown) =>
  error instanceof DatabaseError && CONFLICT.test(error.code ?? '')
