import type { Pool } from 'pg'
import { log } from '#lib/log.ts'
import type { Batch, Request } from '#lib/metrics/intake/batch.ts'
import { openBooks } from '#lib/metrics/intake/books.ts'
import type { DropReason, Input, MetricIntake, Outcome } from '#lib/metrics/intake/contract.ts'
import { openCounter } from '#lib/metrics/intake/counter.ts'
import { numberProblem } from '#lib/metrics/intake/fit.ts'
import { metricLedger } from '#lib/metrics/intake/ledger.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import { type IntakeStats, openDesk } from '#lib/projects/intake/desk.ts'
import type { Gate } from '#lib/projects/intake/gate.ts'
import type { Project } from '#lib/projects/schema.ts'
import { openRecorder } from '#lib/recorder.ts'

/** What is held in memory at most, roughly, in bytes. */
const WEIGHT_LIMIT = 128 * 1024 * 1024
/** What an update of a request takes until it is counted, beside its text. */
const UPDATE_WEIGHT = 200

export interface OpenMetricIntake extends MetricIntake {
  stats(): IntakeStats
}

export function openMetricIntake({ pool, gate }: { pool: Pool; gate: Gate }): OpenMetricIntake {
  const books = openBooks(pool)
  const recorder = openRecorder(pool, metricLedger(books))
  const counter = openCounter(recorder)
  const sizeOf = ({ updates }: Request) => updates.length
  const desk = openDesk<Input, Outcome, Request, Batch>({
    ...{ recorder, gate, weightLimit: WEIGHT_LIMIT, sizeOf, what: 'a metric' },
  })

  /** Null when it was taken, otherwise why not. */
  function take(
    project: Project,
    input: Input,
    update: MetricUpdate,
    bytes: number,
  ): DropReason | null {
    const obstacle = desk.obstacle(project, input, 1, bytes)
    if (obstacle) return obstacle.reason
    if (numberProblem(update)) return 'invalid'
    const book = books.get(project)
    if (book) return counter.take(book, input, update)
    openBook(project)
    putAside(project, input, update)
    return null
  }

  /** What waits for a book tries again for itself while the database is away. */
  function openBook(project: Project) {
    if (!recorder.isAway())
      books
        .open(project)
        .catch((error: unknown) => log.warn({ err: error }, 'metrics cannot be read'))
  }

  /** Until the project's book is open. */
  function putAside(project: Project, input: Input, update: MetricUpdate) {
    const answer = { resolve: () => {}, reject: () => desk.drop(project, input, 'overloaded') }
    desk.put({ project, input, updates: [update], key: undefined, weight: UPDATE_WEIGHT, answer })
  }

  return {
    async accept(project, input, updates, { key, bytes = 0 } = {}) {
      desk.require(project, input, updates.length, bytes)
      const weight = bytes + updates.length * UPDATE_WEIGHT
      const outcomes = await new Promise<Outcome[]>((resolve, reject) =>
        desk.put({ project, input, updates, key, weight, answer: { resolve, reject } }),
      )
      desk.accepted(outcomes.filter(outcome => outcome === 'accepted').length)
      return outcomes
    },

    offer: (project, input, update, bytes) =>
      desk.offer(project, input, () => take(project, input, update, bytes)),

    meter(project, input, manner) {
      const book = books.get(project)
      if (book) return counter.openMeter(book, input, manner)
      openBook(project)
      return null
    },

    admit(project, input, messages, bytes) {
      const obstacle = desk.obstacle(project, input, messages, bytes)
      if (obstacle) desk.drop(project, input, obstacle.reason, messages)
      else desk.accepted(messages)
      return obstacle === null
    },

    room: () => books.opening() ?? desk.room(),
    drop: desk.drop,
    stats: desk.stats,
    close: desk.close,
  }
}
