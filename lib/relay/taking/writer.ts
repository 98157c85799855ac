import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { UserError } from '#lib/failures.ts'
import type { Log } from '#lib/log.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import { openBell } from '#lib/relay/spool/bell.ts'
import type { Frame } from '#lib/relay/spool/frame.ts'
import {
  append,
  frameOf,
  isAwaited,
  isEmpty,
  newGroup,
  type Put,
  put,
  putAlike,
  refuseAwaited,
  splitOff,
} from '#lib/relay/taking/group.ts'
import type { Words } from '#lib/relay/taking/taking.ts'
import type { Input } from '#lib/relay/wire/unit.ts'

/** What nobody waits for is gathered for so long; what is asked for at the same moment is written together. */
const LINGER_MS = { offered: 100, asked: 5 }
/** What is held in memory of one project at most, roughly, in bytes. */
const WEIGHT_LIMIT = 48 * 1024 * 1024
/** What is written at once: much more would be too much for one request. */
const GROUP_WEIGHT = 4 * 1024 * 1024
/** While it is full or fails there. */
const RETRY_MS = 1_000

/** Puts what comes in where it is kept, in groups: while one is written the next one fills. */
export interface Writer {
  /** Rejects with a UserError when it cannot be kept. */
  keep(one: Omit<Put, 'resolve' | 'reject'>): Promise<void>
  /** For what nobody waits for. Check `hasRoom` before. */
  add(one: Put): void
  addAlike(input: Input, update: MetricUpdate): void
  hasRoom(): boolean
  /** memory that is held, roughly, in bytes */
  weight(): number
  /** There while streams are not to be read, until it resolves. */
  room(): Promise<void> | undefined
  /** why nothing can be written, or null */
  problem(): string | null
  /** Writes what is held, as far as that goes. */
  close(): Promise<void>
}

export interface WriterOptions {
  /** Resolves when the frame is kept for good. Rejects when it is not; with a UserError when senders may be told that. */
  store(frame: Frame): Promise<void>
  words: Words
  /** begins the names of units */
  prefix: string
  /** The longest line, in characters, that is not cut where it can be. */
  lineLength?: number
  log: Log
}

export function openWriter({ store, words, prefix, lineLength, log }: WriterOptions): Writer {
  const { who, where } = words
  const closing = new AbortController()
  const written = openBell()
  // No two processes give the same names, whatever one of them has forgotten.
  const boot = randomBytes(9).toString('base64url')
  let number = 0
  let group = newGroup()
  let hurry = new AbortController()
  let problem: string | null = null
  let isRunning = false
  let running = Promise.resolve()

  function wake(isAsked: boolean) {
    if (isAsked || group.weight > GROUP_WEIGHT) hurry.abort()
    if (isRunning) return
    isRunning = true
    running = run()
  }

  async function run() {
    while (!isEmpty(group) && !(closing.signal.aborted && problem)) {
      if (!isAwaited(group) && group.weight <= GROUP_WEIGHT) await linger(LINGER_MS.offered)
      await delay(LINGER_MS.asked)
      await write()
      if (problem) await linger(RETRY_MS)
    }
    // In the same turn as the last look.
    isRunning = false
  }

  async function linger(ms: number) {
    if (closing.signal.aborted) return
    hurry = new AbortController()
    await delay(ms, undefined, { signal: hurry.signal }).catch(() => {})
  }

  async function write() {
    const now = group
    group = splitOff(now, GROUP_WEIGHT)
    try {
      await store(frameOf(now, () => `${prefix}:${boot}:${++number}`, lineLength))
      if (problem) log.info(`the ${who} writes to ${where} again`)
      problem = null
      for (const { resolve } of now.puts) resolve?.()
      written.ring()
    } catch (error) {
      fail(error)
      refuseAwaited(now, error instanceof UserError ? error : notKept(problem ?? ''))
      // What nobody waits for is tried again.
      append(now, group)
      group = now
    }
  }

  function fail(error: unknown) {
    const { message } = error as Error
    if (problem !== message) log.warn({ err: error }, `the ${who} cannot write to ${where}`)
    problem = message
  }

  const notKept = (reason: string) =>
    new UserError(`The ${who} cannot keep this: ${reason}. Nothing of it was taken.`, {
      code: 'unavailable',
      retryAfterSeconds: 5,
    })

  const hasRoom = () => !closing.signal.aborted && group.weight <= WEIGHT_LIMIT

  return {
    keep(one) {
      if (!hasRoom()) return Promise.reject(notKept('more comes in than can be written'))
      return new Promise((resolve, reject) => {
        put(group, { ...one, resolve, reject })
        wake(true)
      })
    },
    add(one) {
      put(group, one)
      wake(false)
    },
    addAlike(input, update) {
      putAlike(group, input, update)
      wake(false)
    },
    hasRoom,
    weight: () => group.weight,
    room: () =>
      (problem !== null && !isEmpty(group)) || group.weight > WEIGHT_LIMIT / 2
        ? written.next(closing.signal)
        : undefined,
    problem: () => problem,
    async close() {
      closing.abort()
      hurry.abort()
      await running
      refuseAwaited(group, notKept(`the ${who} ends`))
    },
  }
}
