import { createTask, type ScheduledTask } from 'node-cron'
import { log } from '#lib/log.ts'
import { keptIn } from '#lib/monitors/planned-times.ts'
import type { Schedule } from '#lib/runs/planned.ts'

/** A tick that comes later is a missed time, which reconciliation takes care of. */
const LATEST_TICK_MS = 30_000

interface Listener {
  /** a planned time of a schedule has come */
  due(schedule: Schedule, at: Date): Promise<unknown>
  /** a tick failed or came too late: what it should have planned is missing */
  missed(): void
}

/** Holds one node-cron task for each distinct schedule and tells when its times come. */
export function openScheduler(listener: Listener) {
  const tasks = new Map<string, ScheduledTask>()
  let schedules: readonly Schedule[] = []

  /** Keeps exactly these schedules from now on. */
  function keep(wanted: readonly Schedule[]): void {
    schedules = wanted
    const keys = new Set(wanted.map(keyOf))
    for (const [key, task] of tasks)
      if (!keys.has(key)) {
        void task.destroy()
        tasks.delete(key)
      }
    for (const schedule of wanted) if (!tasks.has(keyOf(schedule))) start(schedule)
  }

  function start(schedule: Schedule) {
    try {
      const task = createTask(schedule.expression, ({ date }) => tick(schedule, date), {
        timezone: keptIn(schedule.expression, schedule.zone),
        missedExecutionTolerance: LATEST_TICK_MS,
        suppressMissedWarning: true,
        // While the database hangs ticks must not pile up.
        noOverlap: true,
        logger: cronLog,
      })
      for (const event of ['execution:missed', 'execution:overlap'] as const)
        task.on(event, () => listener.missed())
      tasks.set(keyOf(schedule), task)
      void task.start()
    } catch (error) {
      log.error({ err: error, ...schedule }, 'a schedule cannot be kept')
    }
  }

  async function tick(schedule: Schedule, at: Date) {
    try {
      await listener.due(schedule, at)
    } catch (error) {
      log.warn({ err: error, ...schedule }, 'planning runs failed and is made up for')
      listener.missed()
    }
  }

  function close(): void {
    for (const task of tasks.values()) void task.destroy()
    tasks.clear()
  }

  /** Starts from the present time: after a jump of the clock the tasks wait for times of the old one. */
  function restart(): void {
    close()
    keep(schedules)
  }

  return { keep, restart, close, count: () => tasks.size }
}

/** What matters of what it says is told by its events. */
const cronLog = {
  info: (message: string) => log.debug(message),
  warn: (message: string) => log.debug(message),
  debug: (message: string | Error) => log.debug(message),
  error: (message: string | Error) => log.warn(message),
}

const keyOf = ({ expression, zone }: Schedule) => `${expression} ${zone}`
