import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseError, type Pool } from 'pg'
import { type Batch, newBatch, note, parts } from '#lib/errors/intake/batch.ts'
import type { Books } from '#lib/errors/intake/books.ts'
import { type Recorded, record } from '#lib/errors/intake/record.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { log } from '#lib/log.ts'
import { inTransaction } from '#lib/transaction.ts'

/**
 * From one transaction to the next, counted from their beginnings: few and big ones under load, but senders that wait
 * for their answers send nothing more meanwhile.
 */
const LINGER = { leastMs: 100, mostMs: 200, mostFromEvents: 5_000, askedMs: 10 }
/** Events of requests that one transaction takes: a second of work at most. */
const REQUEST_EVENTS = 20_000
/** While the database is away: the first wait and the longest. */
const WAIT_MS = { least: 50, most: 2_000 }
/** What was cut off, was refused for now, or lost a deadlock may go well the next time; the rest never will. */
const HOPELESS = /^(21|22|23|42|54)/
/** Serialisation failures and deadlocks: at once again. */
const CONFLICT = /^40/

/** Writes batches one after the other, while the next one fills. */
export interface Recorder {
  /** what fills now */
  batch(): Batch
  /** to be called when something was put into it */
  wake(): void
  /** since the last attempt to write failed */
  isAway(): boolean
  /** resolves with the next batch that is empty while the database is there */
  room(): Promise<void>
  /** Writes what is held, as long as the database is there. */
  close(): Promise<void>
}

export function openRecorder(pool: Pool, books: Books): Recorder {
  const closing = new AbortController()
  let next = newBatch()
  let done: string | undefined
  let away = false
  let startedAt = Number.NEGATIVE_INFINITY
  let lastSize = 0
  let isRunning = false
  let running = Promise.resolve()
  let waiting = Promise.withResolvers<void>()

  function wake() {
    if (isRunning) return
    isRunning = true
    running = run()
  }

  async function run() {
    while (hasWork(next) || (away && !closing.signal.aborted)) {
      await linger(startedAt + lingerMs(next, lastSize) - performance.now())
      startedAt = performance.now()
      const batch = next
      next = remainder(batch)
      lastSize = batch.size
      giveRoom()
      await write(batch)
    }
    // In the same turn as the last look: what comes from now on wakes it again.
    isRunning = false
  }

  const linger = (ms: number) =>
    ms > 1 && !closing.signal.aborted
      ? delay(ms, undefined, { signal: closing.signal }).catch(() => {})
      : new Promise(setImmediate)

  /** Until it is written, given up, or Belfry ends without a database. */
  async function write(batch: Batch): Promise<void> {
    // Once there is one, nobody knows whether it was committed: the batch's row tells, when the database is back.
    let last: Recorded | undefined
    for (let waitMs = WAIT_MS.least; ; waitMs = Math.min(waitMs * 2, WAIT_MS.most)) {
      try {
        await openBooks(batch)
        await inTransaction(pool, async client => {
          last = (await record(client, batch, books, done)) ?? last
        })
        break
      } catch (error) {
        if (isHopeless(error)) return giveUp(batch, error)
        if (isConflict(error)) continue
        fail(batch, error, last !== undefined)
        if (closing.signal.aborted) return lose(batch, error)
        await delay(waitMs, undefined, { signal: closing.signal }).catch(() => {})
      }
    }
    if (last) settle(batch, last)
  }

  async function openBooks({ requests }: Batch) {
    const projects = new Map(requests.map(({ project }) => [project.id, project]))
    for (const project of projects.values()) await books.open(project)
  }

  function settle(batch: Batch, { receipts, confirm }: Recorded) {
    confirm()
    done = batch.id
    away = false
    giveRoom()
    for (const [i, { answer }] of batch.requests.entries()) answer?.resolve(receipts[i] ?? [])
  }

  /** Who waits is told at once, and may come again; but not while the commit is in doubt. */
  function fail(batch: Batch, error: unknown, inDoubt: boolean) {
    if (!away) log.warn({ err: error }, 'the database cannot be written to; what comes in waits')
    away = true
    if (inDoubt) return
    const told = batch.requests.filter(({ answer }) => answer)
    batch.requests = batch.requests.filter(({ answer }) => !answer)
    for (const { answer } of told) answer?.reject(databaseAway())
  }

  /** What the database refuses for what is in it must not cost the rest of its batch. */
  async function giveUp(batch: Batch, error: unknown): Promise<void> {
    const smaller = parts(batch)
    if (smaller.length > 1) {
      for (const part of smaller) await write(part)
      return
    }
    log.error(
      { err: error },
      `${batch.size} errors were refused by the database: ${reasonOf(error)}`,
    )
    for (const [book, tallies] of batch.tallies)
      for (const { count, examples } of tallies.values())
        note(next.counts, book.projectId, examples[0]?.input ?? 'syslog', 'refused', count)
    for (const { project, input, events, answer } of batch.requests) {
      note(next.counts, project.id, input, 'refused', events.length)
      answer?.reject(new Error('the database refused an error', { cause: error }))
    }
  }

  function lose(batch: Batch, error: unknown) {
    log.error({ err: error }, `${batch.size} errors could not be written before the end`)
    for (const { answer } of batch.requests) answer?.reject(databaseAway())
  }

  function giveRoom() {
    if (away) return
    waiting.resolve()
    waiting = Promise.withResolvers()
  }

  return {
    batch: () => next,
    wake,
    isAway: () => away,
    room: () => waiting.promise,
    async close() {
      closing.abort()
      if (hasWork(next)) wake()
      await running
    },
  }
}

const hasWork = ({ size, requests, counts }: Batch) =>
  size > 0 || requests.length > 0 || counts.size > 0

function lingerMs({ requests }: Batch, lastSize: number): number {
  const byLoad = Math.min(lastSize / LINGER.mostFromEvents, 1)
  return requests.some(({ answer }) => answer)
    ? byLoad * LINGER.askedMs
    : Math.max(byLoad * LINGER.mostMs, LINGER.leastMs)
}

/** The batch after this one: what of its requests is too much for one transaction. */
function remainder(batch: Batch): Batch {
  const after = newBatch()
  let room = REQUEST_EVENTS
  const most = batch.requests.findIndex(({ events }) => {
    room -= events.length
    return room < 0
  })
  if (most < 1) return after

  after.requests = batch.requests.splice(most)
  for (const { weight, events } of after.requests) {
    after.weight += weight
    after.size += events.length
  }
  batch.weight -= after.weight
  batch.size -= after.size
  return after
}

/** Refused for what is in it, or a mistake of ours: the same would happen again. */
const isHopeless = (error: unknown) =>
  error instanceof DatabaseError
    ? HOPELESS.test(error.code ?? '')
    : [TypeError, RangeError, ReferenceError].some(kind => error instanceof kind)

const isConflict = (error: unknown) =>
  error instanceof DatabaseError && CONFLICT.test(error.code ?? '')

export const databaseAway = () =>
  new UserError('The database cannot be written to right now; nothing of this was taken.', {
    code: 'unavailable',
    retryAfterSeconds: 2,
  })
