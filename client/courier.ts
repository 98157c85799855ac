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
  spool?: Spool | undefined
  /** what is gathered before it is sent */
  lingerMs?: number
}

/** Sends lines in batches, one at a time, again and again until they are taken. Nothing here throws or makes anybody wait. */
export interface Courier {
  /** False when there was no room. */
  send(line: string): boolean
  /** Resolves when everything is sent, or after so long. True when everything is. */
  flush(limitMs: number): Promise<boolean>
  /** What cannot be sent any more goes to the disk, if that was asked for. False when it stays in memory. */
  keep(): boolean
  /** Sends no more: what is left goes to the disk, if that was asked for. */
  retire(): void
  readonly dropped: number
}

const BATCH = { lines: 500, bytes: 512 * 1024 }
const MOST_BYTES = 16 * 1024 * 1024
const LINGER_MS = 200
/** While nothing is taken: the first wait and the longest. */
const WAIT_MS = { least: 500, most: 30_000 }

export function openCourier({
  post,
  queueSize,
  spool,
  lingerMs = LINGER_MS,
}: CourierOptions): Courier {
  const queue: Queue = newQueue(queueSize, MOST_BYTES)
  let running: Promise<void> | undefined
  let hurry = new AbortController()
  let waitMs = 0
  let refused = 0
  let isRetired = false

  function send(line: string): boolean {
    const isTaken = queue.push(line) || (spool !== undefined && keep() && queue.push(line))
    if (!isTaken) complain(`more than ${queueSize} wait to be sent; the newest are dropped`)
    running ??= run()
    if (queue.length >= BATCH.lines && waitMs === 0) hurry.abort()
    return isTaken
  }

  async function run() {
    await pause(lingerMs)
    while (!isRetired && (queue.length > 0 || spool?.hasWork())) {
      await sendNext()
      if (waitMs > 0) await pause(waitMs)
    }
    running = undefined
  }

  async function sendNext() {
    const spooled = spool?.next()
    const lines = spooled?.lines ?? queue.take(BATCH.lines, BATCH.bytes)
    const verdict = await deliver(lines)
    if (verdict.kind !== 'later') {
      spooled?.done()
      waitMs = 0
      return
    }
    complain(`cannot send: ${verdict.reason}`)
    if (!spooled) {
      queue.putBack(lines)
      keep()
    }
    const next = Math.min(Math.max(waitMs * 2, WAIT_MS.least), WAIT_MS.most)
    waitMs = Math.max(next, verdict.afterMs ?? 0)
  }

  async function deliver(lines: readonly string[]): Promise<Verdict> {
    const verdict = await post(lines)
    if (verdict.kind === 'too large' && lines.length > 1) {
      const half = Math.ceil(lines.length / 2)
      const first = await deliver(lines.slice(0, half))
      return first.kind === 'later' ? first : deliver(lines.slice(half))
    }
    if (verdict.kind === 'taken' || verdict.kind === 'later') return verdict
    refused += lines.length
    complain(`refused: ${verdict.kind === 'refused' ? verdict.reason : 'an event is too large'}`)
    return verdict
  }

  function keep(): boolean {
    const lines = queue.take(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
    if (lines.length === 0 || spool?.keep(lines)) return true
    queue.putBack(lines)
    return false
  }

  /** Does not keep the process alive. */
  async function pause(ms: number) {
    hurry = new AbortController()
    await delay(ms, undefined, { ref: false, signal: hurry.signal }).catch(() => {})
  }

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
    keep,
    retire() {
      isRetired = true
      hurry.abort()
      keep()
    },
    get dropped() {
      return queue.dropped + refused
    },
  }
}
