import type { Pool } from 'pg'
import type { DropReason, ErrorIntake, Input, Receipt } from '#lib/errors/contract.ts'
import type { ErrorEvent } from '#lib/errors/event.ts'
import { type Batch, type Outcome, type Request, tally } from '#lib/errors/intake/batch.ts'
import { type Book, type OpenClassification, openBooks } from '#lib/errors/intake/books.ts'
import { errorLedger } from '#lib/errors/intake/ledger.ts'
import { asStorable } from '#lib/errors/intake/storable.ts'
import { weightOf } from '#lib/errors/intake/tally.ts'
import { termsOf } from '#lib/errors/intake/terms.ts'
import { note } from '#lib/projects/intake/arrivals.ts'
import { type IntakeStats, openDesk } from '#lib/projects/intake/desk.ts'
import { type Gate, openGate } from '#lib/projects/intake/gate.ts'
import type { Project } from '#lib/projects/schema.ts'
import { openRecorder } from '#lib/recorder.ts'

/** What is held in memory at most, roughly, in bytes. */
const WEIGHT_LIMIT = 64 * 1024 * 1024

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
  const sizeOf = ({ events }: Request) => events.length
  const desk = openDesk<Input, Outcome, Request, Batch>({
    ...{ recorder, gate, weightLimit, sizeOf, what: 'an error' },
  })

  /** Null when it was taken, otherwise why not. */
  function take(
    project: Project,
    input: Input,
    event: ErrorEvent,
    bytes: number,
  ): DropReason | null {
    const obstacle = desk.obstacle(project, input, 1, bytes)
    if (obstacle) return obstacle.reason
    const fate = termsOf(project).fateOf(input, event)
    if (fate === 'ignored') return 'below_level'

    const now = Date.now()
    const fitted = asStorable(event, now)
    const book = books.get(project.id)
    if (book && fate === 'accepted' && fitted.uid === undefined) countNow(book, input, fitted, now)
    else desk.put({ project, input, events: [fitted], weight: weightOf(fitted) })
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
      desk.require(project, input, events.length, bytes)
      const now = Date.now()
      const fitted = events.map(event => asStorable(event, now))
      const weight = fitted.reduce((sum, event) => sum + weightOf(event), bytes)
      const receipts = await new Promise<Receipt[]>((resolve, reject) =>
        desk.put({ project, input, events: fitted, key, weight, answer: { resolve, reject } }),
      )
      desk.accepted(events.length)
      return receipts
    },

    offer: (project, input, event, bytes = event.message.length) =>
      desk.offer(project, input, () => take(project, input, event, bytes)),

    room: desk.room,
    drop: desk.drop,
    renew: books.renew,
    stats: desk.stats,
    close: desk.close,
  }
}
