import { randomUUID } from 'node:crypto'
import type { Event } from '#lib/events/event.ts'
import type { Input, Outcome } from '#lib/events/intake/contract.ts'
import type { Arrivals } from '#lib/projects/intake/arrivals.ts'
import type { Project } from '#lib/projects/schema.ts'

/** What is written in one transaction. */
export interface Batch {
  id: string
  requests: Request[]
  counts: Arrivals<Input, Outcome>
  size: number
  weight: number
}

/** Events that came together; without an answer, those of a stream. */
export interface Request {
  project: Project
  input: Input
  events: readonly Event[]
  key: string | undefined
  weight: number
  answer?: { resolve(outcomes: Outcome[]): void; reject(error: Error): void }
}

/** What an event takes in memory, roughly, beside its texts. */
const EVENT_WEIGHT = 400

export const weightOf = ({ traits, type, id, host }: Event): number =>
  EVENT_WEIGHT + (traits?.length ?? 0) + type.length + id.length + host.length

export const newBatch = (): Batch => ({
  ...{ id: randomUUID(), requests: [], size: 0, weight: 0 },
  counts: new Map(),
})

/** The same work in smaller pieces, so that one that the database does not take costs no other. */
export function parts({ requests, counts }: Batch): Batch[] {
  const asked = requests.map(request => ({
    ...newBatch(),
    requests: [request],
    size: request.events.length,
  }))
  return counts.size > 0 ? [...asked, { ...newBatch(), counts }] : asked
}
