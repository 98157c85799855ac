import type { Pool } from 'pg'
import { log } from '#lib/log.ts'
import { type Request, tally } from '#lib/metrics/intake/batch.ts'
import { openBooks } from '#lib/metrics/intake/books.ts'
import type { DropReason, Input, MetricIntake, Outcome } from '#lib/metrics/intake/contract.ts'
import { problemOf } from '#lib/metrics/intake/fit.ts'
import { metricLedger } from '#lib/metrics/intake/ledger.ts'
import { openMeter } from '#lib/metrics/intake/meter.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import { note } from '#lib/projects/intake/arrivals.ts'
import type { Gate } from '#lib/projects/intake/gate.ts'
import { toldOf } from '#lib/projects/intake/gate.ts'
import type { Project } from '#lib/projects/schema.ts'
import { openRecorder } from '#lib/recorder.ts'

/** What is held in memory at most, roughly, in bytes. */
const WEIGHT_LIMIT = 128 * 1024 * 1024
/** From here on streams are not read: what their sockets hold still fits. */
const STREAM_LIMIT = WEIGHT_LIMIT / 2
/** What an update of a request takes until it is counted, beside its text. */
const UPDATE_WEIGHT = 200

export interface OpenMetricIntake extends MetricIntake {
  stats(): { accepted: number; dropped: number; backlog: number; isAway: boolean }
}

export function openMetricIntake({ pool, gate }: { pool: Pool; gate: Gate }): OpenMetricIntake {
  const books = openBooks(pool)
  const recorder = openRecorder(pool, metricLedger(books))
  const stats = { accepted: 0, dropped: 0 }
  let isClosed = false

  function drop({ id }: Project, input: Input, reason: DropReason, count = 1) {
    stats.dropped += count
    note(recorder.batch().counts, id, input, reason, count)
    recorder.wake()
  }

  const hasRoom = () => !isClosed && recorder.batch().weight <= WEIGHT_LIMIT

  function put(request: Request) {
    const batch = recorder.batch()
    batch.requests.push(request)
    batch.size += request.updates.length
    batch.weight += request.weight
    recorder.wake()
  }

  /** Null when it was taken, otherwise why not. */
  function take(
    project: Project,
    input: Input,
    update: MetricUpdate,
    bytes: number,
  ): DropReason | null {
    const obstacle = gate(project, input, { messages: 1, bytes, hasRoom: hasRoom() })
    if (obstacle) return obstacle.reason
    if (problemOf(update)) return 'invalid'
    const book = books.get(project)
    if (!book) {
      putAside(project, input, update)
      return null
    }
    const batch = recorder.batch()
    const counted = tally(batch.tallies, book, update, input, Date.now() / 1000)
    if (typeof counted !== 'number') return counted
    batch.weight += counted
    batch.size++
    recorder.wake()
    return null
  }

  /** Until the project's book is open. */
  function putAside(project: Project, input: Input, update: MetricUpdate) {
    const answer = { resolve: () => {}, reject: () => drop(project, input, 'overloaded') }
    put({ project, input, updates: [update], key: undefined, weight: UPDATE_WEIGHT, answer })
  }

  return {
    async accept(project, input, updates, { key, bytes = 0 } = {}) {
      const messages = updates.length
      const isThere = hasRoom() && !recorder.isAway()
      const obstacle = gate(project, input, { messages, bytes, hasRoom: isThere })
      if (obstacle) {
        drop(project, input, obstacle.reason, messages)
        throw toldOf(obstacle, project, input)
      }
      const weight = bytes + messages * UPDATE_WEIGHT
      const outcomes = await new Promise<Outcome[]>((resolve, reject) =>
        put({ project, input, updates, key, weight, answer: { resolve, reject } }),
      )
      stats.accepted += outcomes.filter(outcome => outcome === 'accepted').length
      return outcomes
    },

    offer(project, input, update, bytes) {
      try {
        const reason = take(project, input, update, bytes)
        if (reason) drop(project, input, reason)
        else stats.accepted++
        return reason === null
      } catch (error) {
        log.error({ err: error }, 'a metric could not be taken')
        drop(project, input, 'invalid')
        return false
      }
    },

    meter(project, shape) {
      const book = books.get(project)
      if (book) return openMeter(book, shape, recorder)
      books
        .open(project)
        .catch((error: unknown) => log.warn({ err: error }, 'metrics cannot be read'))
      return null
    },

    admit(project, input, messages, bytes) {
      const obstacle = gate(project, input, { messages, bytes, hasRoom: hasRoom() })
      if (obstacle) drop(project, input, obstacle.reason, messages)
      return obstacle === null
    },

    room: () =>
      recorder.isAway() || recorder.batch().weight > STREAM_LIMIT ? recorder.room() : undefined,
    drop,
    stats: () => ({ ...stats, backlog: recorder.batch().size, isAway: recorder.isAway() }),
    async close() {
      isClosed = true
      await recorder.close()
    },
  }
}
