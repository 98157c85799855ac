import type { Pool } from 'pg'
import type { DropReason, ErrorIntake, Input, Receipt } from '#lib/errors/contract.ts'
import type { ErrorEvent } from '#lib/errors/event.ts'
import { note, type Request, tally } from '#lib/errors/intake/batch.ts'
import { type OpenClassification, openBooks } from '#lib/errors/intake/books.ts'
import { openRate, type Rate } from '#lib/errors/intake/rate.ts'
import { databaseAway, openRecorder } from '#lib/errors/intake/recorder.ts'
import { asStorable } from '#lib/errors/intake/storable.ts'
import { weightOf } from '#lib/errors/intake/tally.ts'
import { termsOf } from '#lib/errors/intake/terms.ts'
import { UserError } from '#lib/failures.ts'
import { log } from '#lib/log.ts'
import type { Project } from '#lib/projects/schema.ts'

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
  weightLimit?: number
}): OpenErrorIntake {
  const { pool, openClassification, weightLimit = WEIGHT_LIMIT } = options
  const books = openBooks(pool, openClassification)
  const recorder = openRecorder(pool, books)
  const rates = new Map<number, Rate>()
  const stats = { accepted: 0, dropped: 0 }
  let isClosed = false

  function rateOf(projectId: number): Rate {
    const known = rates.get(projectId)
    if (known) return known
    const rate = openRate()
    rates.set(projectId, rate)
    return rate
  }

  function drop({ id }: Project, input: Input, reason: DropReason, count = 1) {
    stats.dropped += count
    note(recorder.batch().counts, id, input, reason, count)
    recorder.wake()
  }

  const isFull = () => isClosed || recorder.batch().weight > weightLimit

  function request(request: Request) {
    const batch = recorder.batch()
    batch.requests.push(request)
    batch.size += request.events.length
    batch.weight += request.weight
    recorder.wake()
  }

  function refusal(project: Project, input: Input, count: number, bytes: number): UserError | null {
    if (!termsOf(project).allows(input))
      return refuse(
        'forbidden',
        new UserError(`The project ${project.name} does not take ${input}.`, { code: 'forbidden' }),
      )
    if (isFull() || recorder.isAway()) return refuse('overloaded', databaseAway())
    const seconds = rateOf(project.id).take(project.limits, count, bytes, performance.now())
    return seconds > 0 ? refuse('rate_limited', tooMany(project, seconds)) : null

    function refuse(reason: DropReason, error: UserError) {
      drop(project, input, reason, count)
      return error
    }
  }

  function take(project: Project, input: Input, event: ErrorEvent, bytes: number): boolean {
    const terms = termsOf(project)
    const reason = !terms.allows(input)
      ? 'forbidden'
      : isFull()
        ? 'overloaded'
        : rateOf(project.id).take(project.limits, 1, bytes, performance.now()) > 0
          ? 'rate_limited'
          : null
    const fate = terms.fateOf(input, event)
    if (reason || fate === 'ignored') {
      drop(project, input, reason ?? 'below_level')
      return reason === null
    }
    const now = Date.now()
    const fitted = asStorable(event, now)
    const book = books.get(project.id)
    if (!book || fate === 'kept' || fitted.uid !== undefined) {
      request({ project, input, events: [fitted], weight: weightOf(fitted) })
      return true
    }
    const batch = recorder.batch()
    batch.weight += tally(batch, book, fitted, input, now)
    batch.size++
    note(batch.counts, project.id, input, 'accepted')
    recorder.wake()
    return true
  }

  return {
    async accept(project, input, events, { key, bytes = 0 } = {}) {
      const now = Date.now()
      const fitted = events.map(event => asStorable(event, now))
      const weight = fitted.reduce((sum, event) => sum + weightOf(event), bytes)
      const refused = refusal(project, input, events.length, bytes)
      if (refused) throw refused

      const receipts = await new Promise<Receipt[]>((resolve, reject) =>
        request({ project, input, events: fitted, key, weight, answer: { resolve, reject } }),
      )
      stats.accepted += events.length
      return receipts
    },

    offer(project, input, event, bytes = event.message.length) {
      try {
        const taken = take(project, input, event, bytes)
        if (taken) stats.accepted++
        return taken
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

const tooMany = ({ name }: Project, seconds: number) =>
  new UserError(`The project ${name} sends more than its limits allow.`, {
    code: 'too_many',
    retryAfterSeconds: Math.max(Math.ceil(seconds), 1),
  })
