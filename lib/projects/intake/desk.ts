import type { Held } from '#lib/ledger.ts'
import { log } from '#lib/log.ts'
import { type Arrivals, note } from '#lib/projects/intake/arrivals.ts'
import { type Gate, type Obstacle, toldOf } from '#lib/projects/intake/gate.ts'
import type { Project } from '#lib/projects/schema.ts'
import type { Recorder } from '#lib/recorder.ts'

/** What an intake tells of itself. */
export interface IntakeStats {
  accepted: number
  dropped: number
  /** things that are not written yet */
  backlog: number
  isAway: boolean
}

/** What anything may be dropped for. */
type Refusal = Obstacle['reason'] | 'invalid'

interface Means<R, B> {
  recorder: Recorder<B>
  gate: Gate
  /** what is held in memory at most, roughly, in bytes; from its half on streams are not read */
  weightLimit: number
  sizeOf(request: R): number
  /** one thing that comes in, for the log */
  what: string
}

/** Where what comes in is let through its project's gate into the batch that fills, or dropped and counted. */
export function openDesk<
  I extends string,
  O extends string,
  R extends { weight: number; answer?: unknown },
  B extends Held & { requests: R[]; counts: Arrivals<I, O | Refusal> },
>({ recorder, gate, weightLimit, sizeOf, what }: Means<R, B>) {
  const stats = { accepted: 0, dropped: 0 }
  let isClosed = false

  const hasRoom = () => !isClosed && recorder.batch().weight <= weightLimit

  function drop({ id }: Project, input: I, reason: O | Refusal, count = 1) {
    stats.dropped += count
    note(recorder.batch().counts, id, input, reason, count)
    recorder.wake()
  }

  return {
    drop,

    /** Why so many may not come in now; null when they may, and count against the project's limits. */
    obstacle: (project: Project, input: I, messages: number, bytes: number): Obstacle | null =>
      gate(project, input, { messages, bytes, hasRoom: hasRoom() }),

    /** The same for those who wait for an answer: drops them, and throws a UserError that says when to come again. */
    require(project: Project, input: I, messages: number, bytes: number) {
      const isThere = hasRoom() && !recorder.isAway()
      const found = gate(project, input, { messages, bytes, hasRoom: isThere })
      if (!found) return
      drop(project, input, found.reason, messages)
      throw toldOf(found, project, input)
    },

    put(request: R) {
      const batch = recorder.batch()
      batch.requests.push(request)
      batch.size += sizeOf(request)
      batch.weight += request.weight
      recorder.wake(request.answer !== undefined)
    },

    /** Counts that so many were accepted. */
    accepted(count: number) {
      stats.accepted += count
    },

    /** Takes one thing by `take`, which answers why it was not taken. False when it was dropped. Never throws. */
    offer(project: Project, input: I, take: () => O | Refusal | null): boolean {
      try {
        const reason = take()
        if (reason) drop(project, input, reason)
        else stats.accepted++
        return reason === null
      } catch (error) {
        log.error({ err: error }, `${what} could not be taken`)
        drop(project, input, 'invalid')
        return false
      }
    },

    room: (): Promise<void> | undefined =>
      recorder.isAway() || recorder.batch().weight > weightLimit / 2 ? recorder.room() : undefined,

    stats: (): IntakeStats => ({
      ...stats,
      backlog: recorder.batch().size,
      isAway: recorder.isAway(),
    }),

    async close() {
      isClosed = true
      await recorder.close()
    },
  }
}
