import { setTimeout as delay } from 'node:timers/promises'
import { complain } from './complaints.ts'
import { newQueue, type Queue } from './queue.ts'
import type { Spool } from './spool.ts'

/** What the receiver said of a batch. */
export type Verdict =
  | { kind: 'taken' }
  /** it may go well later */
  | { kind: 'later'; reason: string; afterMs?: number | undefined }
  /** it would never take this */
  | { kind: 'refused'; reason: string }
  /** it takes smaller ones */
  | { kind: 'too large' }

export interface CourierOptions {
  post(lines: readonly string[]): Promise<Verdict>
  /** what waits in memory at most */
  queueSize: number
  /** what goes out together at most; default 500 */
  batchLines?: number | undefined
  spool?: Spool | undefined
}

/** Sends lines in batches, one at a time, again and again until they are taken. Nothing here throws or makes anybody wait. */
export interface Courier {
  /** What there is no room for is dropped, and counted. */
  send(line: string): void
  /** Resolves when everything is sent, or after so long. True when everything is. */
  flush(limitMs: number): Promise<boolean>
  /** Sends nothing any more: answers what is not sent, in batches, but for what goes to the disk since the receiver is away. */
  leave(): string[][]
  readonly dropped: number
}

const BATCH = { lines: 500, bytes: 512 * 1024 }
const MOST_BYTES = 16 * 1024 * 1024
/** What is gathered before it is sent. */
const LINGER_MS = 200
/** While nothing is taken: the first wait and the longest, and how long anything stays in memory alone. */
const WAIT_MS = { least: 500, most: 30_000, unkept: 1_000 }

export function openCourier(options: CourierOptions): Courier {
  const { post, queueSize, batchLines = BATCH.lines, spool } = options
  const queue: Queue = newQueue(queueSize, MOST_BYTES)
  let underway: readonly string[] = []
  let running: Promise<void> | undefined
  let hurry = new AbortController()
  let waitMs = 0
  let dropped = 0
  let isOver = false

  function send(line: string) {
    if (!queue.push(line) && !(keep() && queue.push(line))) {
      dropped++
      complain(`more than ${queueSize} wait to be sent; the newest are dropped`)
    }
    if (!isOver) running ??= run()
    // Aborting again would make an error with its trace each time.
    const isFull = queue.length >= batchLines && waitMs === 0
    if (isFull && !hurry.signal.aborted) hurry.abort()
  }

  async function run() {
    await pause(LINGER_MS)
    while (!isOver && (queue.length > 0 || spool?.hasWork())) {
      await sendNext()
      if (waitMs > 0) await rest()
    }
    running = undefined
  }

  async function sendNext() {
    const spooled = spool?.next()
    if (!spooled) underway = queue.take(batchLines, BATCH.bytes)
    const verdict = await deliver(spooled?.lines ?? underway)
    if (verdict.kind === 'later') {
      complain(`cannot send: ${verdict.reason}`)
      queue.putBack(underway)
      const next = Math.min(Math.max(waitMs * 2, WAIT_MS.least), WAIT_MS.most)
      waitMs = Math.max(next, verdict.afterMs ?? 0)
    } else {
      spooled?.done()
      waitMs = 0
    }
    underway = []
  }

  async function deliver(lines: readonly string[]): Promise<Verdict> {
    const verdict = lines.length > 0 ? await post(lines) : { kind: 'taken' as const }
    if (verdict.kind === 'too large' && lines.length > 1) {
      const half = Math.ceil(lines.length / 2)
      const first = await deliver(lines.slice(0, half))
      return first.kind === 'later' ? first : deliver(lines.slice(half))
    }
    if (verdict.kind === 'taken' || verdict.kind === 'later') return verdict
    dropped += lines.length
    complain(`refused: ${verdict.kind === 'refused' ? verdict.reason : 'it is too large'}`)
    return verdict
  }

  /** While nothing is taken, what comes goes to the disk. */
  async function rest() {
    const end = performance.now() + waitMs
    for (let left = waitMs; left > 0; left = end - performance.now()) {
      keep()
      await pause(spool ? Math.min(left, WAIT_MS.unkept) : left)
      if (hurry.signal.aborted) return
    }
  }

  /** False when there is no place on the disk: then it stays in memory. */
  function keep(): boolean {
    if (!spool) return false
    const lines = queue.take(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
    if (lines.length === 0 || spool.keep(lines)) return true
    queue.putBack(lines)
    return false
  }

  /** Does not keep the process alive. */
  async function pause(ms: number) {
    hurry = new AbortController()
    await delay(ms, undefined, { ref: false, signal: hurry.signal }).catch(() => {})
  }

  if (spool?.hasWork()) running = run()
  return {
    send,
    async flush(limitMs) {
      const end = new AbortController()
      const over = delay(limitMs, false, { signal: end.signal }).catch(() => false)
      hurry.abort()
      const isSent = await Promise.race([(running ?? Promise.resolve()).then(() => true), over])
      end.abort()
      return isSent
    },
    leave() {
      isOver = true
      hurry.abort()
      queue.putBack(underway)
      underway = []
      if (waitMs > 0 && keep()) return []
      const batches: string[][] = []
      while (queue.length > 0) batches.push(queue.take(batchLines, BATCH.bytes))
      return batches
    },
    get dropped() {
      return dropped
    },
  }
}
