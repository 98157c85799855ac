import type { Pool } from 'pg'
import type { DropReason, ErrorIntake, Input, Receipt } from '#lib/errors/contract.ts'
import type { ErrorEvent } from '#lib/errors/event.ts'
import { type Request, tally } from '#lib/errors/intake/batch.ts'
import { type Book, type OpenClassification, openBooks } from '#lib/errors/intake/books.ts'
import { errorLedger } from '#lib/errors/intake/ledger.ts'
import { asStorable } from '#lib/errors/intake/storable.ts'
import { weightOf } from '#lib/errors/intake/tally.ts'
import { termsOf } from '#lib/errors/intake/terms.ts'
import { log } from '#lib/log.ts'
import { note } from '#lib/projects/intake/arrivals.ts'
import { type Gate, openGate, toldOf } from '#lib/projects/intake/gate.ts'
import type { Project } from '#lib/projects/schema.ts'
import { openRecorder } from '#lib/recorder.ts'

/** What is held in memory at most, roughly, in bytes. */
const WEIGHT_LIMIT = 64 * 1024 * 1024
/** From here on streams are not read: what their sockets hold still fits. */
const STREAM_LIMIT = WEIGHT_LIMIT / 2

/** What an intake tells of itself. */
export interface IntakeStats {
  accepted: number
  dropped: number
  /** events that are not written yet */
  backlog: number
  isAway: boolean
}

export interface OpenErrorIntake extends ErrorIntake {
  /** Reads how a project's errors are classified anew. */
  renew(project: Project): Promise<void>
  stats(): IntakeStats
}

export function openErrorIntake(options: {
  pool: Pool
  openClassification: OpenClassification
  /** shared with what takes in other things of the same projects */
  gate?: Gate
  weightLimit?: number
}): OpenErrorIntake {
  const { pool, openClassification, gate = openGate(), weightLimit = WEIGHT_LIMIT } = options
  const books = openBooks(pool, openClassification)
  const recorder = openRecorder(pool, errorLedger(books))
  const stats = { accepted: 0, dropped: 0 }
  let isClosed = false

  function drop({ id }: Project, input: Input, reason: DropReason, count = 1) {
    stats.dropped += count
    note(recorder.batch().counts, id, input, reason, count)
    recorder.wake()
  }

  const hasRoom = () => !isClosed && recorder.batch().weight <= weightLimit

  function put(request: Request) {
    const batch = recorder.batch()
    batch.requests.push(request)
    batch.size += request.events.length
    batch.weight += request.weight
    recorder.wake()
  }

  /** Null when it was taken, otherwise why not. */
  function take(
    project: Project,
    input: Input,
    event: ErrorEvent,
    bytes: number,
  ): DropReason | null {
    const obstacle = gate(project, input, { messages: 1, bytes, hasRoom: hasRoom() })
    if (obstacle) return obstacle.reason
    const fate = termsOf(project).fateOf(input, event)
    if (fate === 'ignored') return 'below_level'

    const now = Date.now()
    const fitted = asStorable(event, now)
    const book = books.get(project.id)
    if (book && fate === 'accepted' && fitted.uid === undefined) countNow(book, input, fitted, now)
    else put({ project, input, events: [fitted], weight: weightOf(fitted) })
    return null
  }

  function countNow(book: Book, input: Input, event: ErrorEvent, now: number) {
    const batch = recorder.batch()
    batch.weight += tally(batch, book, event, input, now)
    batch.size++
    note(batch.counts, book.projectId, input, 'accepted')
    recorder.wake()
  }

  return {
    async accept(project, input, events, { key, bytes = 0 } = {}) {
      const messages = events.length
      const isThere = hasRoom() && !recorder.isAway()
      const obstacle = gate(project, input, { messages, bytes, hasRoom: isThere })
      if (obstacle) {
        drop(project, input, obstacle.reason, messages)
        throw toldOf(obstacle, project, input)
      }
      const now = Date.now()
      const fitted = events.map(event => asStorable(event, now))
      const weight = fitted.reduce((sum, event) => sum + weightOf(event), bytes)
      const receipts = await new Promise<Receipt[]>((resolve, reject) =>
        put({ project, input, events: fitted, key, weight, answer: { resolve, reject } }),
      )
      stats.accepted += messages
      return receipts
    },

    offer(project, input, event, bytes = event.message.length) {
      try {
        const reason = take(project, input, event, bytes)
        if (reason) drop(project, input, reason)
        else stats.accepted++
        return reason === null
      } catch (error) {
        log.error({ err: error }, 'an error could not be taken')
        drop(project, input, 'invalid')
        return false
      }
    },

    room: () =>
      recorder.isAway() || recorder.batch().weight > Math.min(STREAM_LIMIT, weightLimit / 2)
        ? recorder.room()
        : undefined,
    drop,
    renew: books.renew,
    stats: () => ({ ...stats, backlog: recorder.batch().size, isAway: recorder.isAway() }),
    async close() {
      isClosed = true
      await recorder.close()
    },
  }
}
