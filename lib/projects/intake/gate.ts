import { databaseAway } from '#lib/database-away.ts'
import { UserError } from '#lib/failures.ts'
import { openRate, type Rate } from '#lib/projects/intake/rate.ts'
import type { Project } from '#lib/projects/schema.ts'

/** Why something is not taken now, and the seconds after which it may be. */
export interface Obstacle {
  reason: 'forbidden' | 'overloaded' | 'rate_limited'
  seconds: number
}

/** Null when it may come in; it counts against the limits then. */
export type Gate = (
  project: Project,
  input: string,
  asked: { messages: number; bytes: number; hasRoom: boolean },
) => Obstacle | null

/** Holds projects to what they allow and to their limits, whatever they send. */
export function openGate(): Gate {
  const rates = new Map<number, Rate>()

  function rateOf(projectId: number): Rate {
    const rate = rates.get(projectId) ?? openRate()
    rates.set(projectId, rate)
    return rate
  }

  return (project, input, { messages, bytes, hasRoom }) => {
    if (!allowedBy(project)(input)) return { reason: 'forbidden', seconds: 0 }
    if (!hasRoom) return { reason: 'overloaded', seconds: 0 }
    const seconds = rateOf(project.id).take(project.limits, messages, bytes, performance.now())
    return seconds > 0 ? { reason: 'rate_limited', seconds } : null
  }
}

/** For what was let in before: it waits for room, and for nothing else. */
export const letIn: Gate = (_project, _input, { hasRoom }) =>
  hasRoom ? null : { reason: 'overloaded', seconds: 0 }

/** By the project as it stands; a change makes another object of it. */
const known = new WeakMap<Project, (input: string) => boolean>()

function allowedBy(project: Project): (input: string) => boolean {
  const allowed = known.get(project) ?? makeAllowed(project)
  known.set(project, allowed)
  return allowed
}

function makeAllowed({ protocols }: Project): (input: string) => boolean {
  if (!protocols) return () => true
  const allowed = new Set<string>(protocols)
  return input => input === 'belfry' || allowed.has(input)
}

/** What a sender is told of an obstacle. */
export function toldOf({ reason, seconds }: Obstacle, { name }: Project, input: string): UserError {
  if (reason === 'overloaded') return databaseAway()
  if (reason === 'forbidden')
    return new UserError(`The project ${name} does not take ${input}.`, { code: 'forbidden' })
  return new UserError(`The project ${name} sends more than its limits allow.`, {
    code: 'too_many',
    retryAfterSeconds: Math.max(Math.ceil(seconds), 1),
  })
}
