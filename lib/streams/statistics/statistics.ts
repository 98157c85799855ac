import type { Pool } from 'pg'
import { log } from '#lib/log.ts'
import { addTally, type Tally } from '#lib/streams/statistics/tally.ts'
import { writeTally } from '#lib/streams/statistics/write.ts'

const WRITTEN_EVERY_MS = 1_000

/** Gathers what triggers did, and writes it beside the work: what happened within the last second is lost with its process. */
export interface Statistics {
  /** after the commit of what is counted */
  add(tally: Tally): void
  /** Writes what is held. */
  close(): Promise<void>
}

export function openStatistics(pool: Pool): Statistics {
  let held: Tally = new Map()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  function wake() {
    if (held.size > 0) timer ??= setTimeout(begin, WRITTEN_EVERY_MS)
  }

  function begin() {
    writing = flush()
  }

  async function flush() {
    const tally = held
    held = new Map()
    try {
      if (tally.size > 0) await writeTally(pool, tally)
    } catch (error) {
      log.warn({ err: error }, 'what triggers did could not be counted; it is tried again')
      addTally(held, tally)
    }
    timer = undefined
    wake()
  }

  return {
    add(tally) {
      addTally(held, tally)
      wake()
    },
    async close() {
      clearTimeout(timer)
      await writing
      await flush()
      clearTimeout(timer)
    },
  }
}
