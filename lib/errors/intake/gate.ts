import type { DropReason, Input } from '#lib/errors/contract.ts'
import { openRate, type Rate } from '#lib/errors/intake/rate.ts'
import { termsOf } from '#lib/errors/intake/terms.ts'
import { UserError } from '#lib/failures.ts'
import type { Project } from '#lib/projects/schema.ts'
import { databaseAway } from '#lib/recorder.ts'

/** Why something is not taken now, and the seconds after which it may be. */
export interface Obstacle {
  reason: Extract<DropReason, 'forbidden' | 'overloaded' | 'rate_limited'>
  seconds: number
}

/** Holds projects to what they allow and to their limits. */
export function openGate() {
  const rates = new Map<number, Rate>()

  function rateOf(projectId: number): Rate {
    const rate = rates.get(projectId) ?? openRate()
    rates.set(projectId, rate)
    return rate
  }

  /** Null when it may come in; it counts against the limits then. */
  return (
    project: Project,
    input: Input,
    { messages, bytes, hasRoom }: { messages: number; bytes: number; hasRoom: boolean },
  ): Obstacle | null => {
    if (!termsOf(project).allows(input)) return { reason: 'forbidden', seconds: 0 }
    if (!hasRoom) return { reason: 'overloaded', seconds: 0 }
    const seconds = rateOf(project.id).take(project.limits, messages, bytes, performance.now())
    return seconds > 0 ? { reason: 'rate_limited', seconds } : null
  }
}

/** What a sender is told of an obstacle. */
export function toldOf({ reason, seconds }: Obstacle, { name }: Project, input: Input): UserError {
  if (reason === 'overloaded') return databaseAway()
  if (reason === 'forbidden')
    return new UserError(`The project ${name} does not take ${input}.`, { code: 'forbidden' })
  return new UserError(`The project ${name} sends more than its limits allow.`, {
    code: 'too_many',
    retryAfterSeconds: Math.max(Math.ceil(seconds), 1),
  })
}
