import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type CronItem,
  Logger,
  parseCronItems,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import type { Pool } from 'pg'
import { log } from '#lib/log.ts'

/** Jobs that are due at once are told of; these are for those that become due later, as when they are tried again. */
const POLL_MS = 1_000
/** What is done by the clock anyway is in no hurry then, and each look is a query. */
const UNHURRIED_POLL_MS = 10_000
const REOPEN_MS = 1_000

interface Work {
  tasks: TaskList
  /** jobs at once, in this process */
  concurrency: number
  cron?: CronItem[]
}

/**
 * Works off jobs in pools that don't wait for each other; a pool that ends by itself, as after a long absence
 * of the database, is opened again.
 */
export function openQueue(pool: Pool) {
  const stopping = new AbortController()
  const poolIds = new Set<string>()
  const open: { runner?: Runner; ended: Promise<void> }[] = []

  function work(what: Work): void {
    const entry: (typeof open)[number] = { ended: Promise.resolve() }
    entry.ended = keep(what, runner => {
      entry.runner = runner
    })
    open.push(entry)
  }

  async function keep(what: Work, opened: (runner: Runner) => void) {
    while (!stopping.signal.aborted) {
      try {
        const runner = await openRunner(pool, what, poolIds)
        opened(runner)
        if (stopping.signal.aborted) await runner.stop()
        await runner.promise
      } catch (error) {
        log.warn({ err: error }, 'a pool of the queue ended and is opened again')
      }
      await delay(REOPEN_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  /** Takes no more jobs and waits for those under way. */
  async function stop(): Promise<void> {
    stopping.abort()
    await Promise.all(open.map(({ runner }) => runner?.stop().catch(() => {})))
    await Promise.all(open.map(({ ended }) => ended))
  }

  return { work, stop, poolIds: () => [...poolIds] }
}

function openRunner(pool: Pool, { tasks, concurrency, cron = [] }: Work, poolIds: Set<string>) {
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => poolIds.add(workerPool.id))
  events.on('pool:release', ({ workerPool }) => poolIds.delete(workerPool.id))
  return run({
    pgPool: pool,
    taskList: tasks,
    parsedCronItems: parseCronItems(cron),
    noHandleSignals: true,
    events,
    preset: {
      worker: {
        concurrentJobs: concurrency,
        pollInterval: cron.length > 0 ? UNHURRIED_POLL_MS : POLL_MS,
        logger,
        // Jobs are fetched and finished in groups: one query for many.
        localQueue: { size: concurrency },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  })
}

/** Its warnings are about settings that were chosen (fewer connections than jobs) and about every stop. */
const LEVELS = { error: 'warn', warning: 'debug', info: 'debug', debug: 'trace' } as const

const logger = new Logger(scope => (level, message) => log[LEVELS[level]](scope, message))
