import { setTimeout as delay } from 'node:timers/promises'
import { captureError, context, currentContext, set } from '#client/index.ts'

const WORKERS = 3
const TRIES = 3
const RETRY_MS = 200

interface Job {
  name: string
  /** of the tree that it was put here by */
  tree: string | number | undefined
  queuedAt: number
  tries: number
  work: () => Promise<void>
}

export interface Queue {
  put(name: string, work: () => Promise<void>): void
  /** Resolves when everything that was put here is done, or given up. */
  drained(): Promise<void>
}

/** Jobs in memory. Each attempt is a piece of work of its own, in the tree of the request that wanted it. */
export function openQueue(): Queue {
  const waiting: Job[] = []
  const working = new Set<Promise<void>>()

  function begin() {
    while (working.size < WORKERS) {
      const job = waiting.shift()
      if (!job) return
      const attempt = run(job).then(isDone => {
        working.delete(attempt)
        if (!isDone) waiting.push(job)
        begin()
      })
      working.add(attempt)
    }
  }

  return {
    put(name, work) {
      const tree = currentContext()?.id
      waiting.push({ name, work, tree, queuedAt: performance.now(), tries: 0 })
      begin()
    },
    async drained() {
      while (working.size > 0 || waiting.length > 0) {
        begin()
        await Promise.all(working)
      }
    },
  }
}

/** False when it is to be tried again. */
async function run(job: Job): Promise<boolean> {
  job.tries++
  try {
    await context(`job.${job.name}`, { id: job.tree }, async () => {
      set('attempt', job.tries)
      set('waitedMs', Math.round(performance.now() - job.queuedAt))
      await job.work().catch(error => {
        if (job.tries === TRIES) captureError(error)
        throw error
      })
    })
    return true
  } catch {
    await delay(RETRY_MS)
    return job.tries >= TRIES
  }
}
