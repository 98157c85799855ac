import { randomUUID } from 'node:crypto'
import type { Input, Outcome } from '#lib/metrics/intake/contract.ts'
import type { Tallies } from '#lib/metrics/intake/tally.ts'
import type { Point } from '#lib/metrics/totals/counted.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import type { Arrivals } from '#lib/projects/intake/arrivals.ts'
import type { Project } from '#lib/projects/schema.ts'

/** What is written in one transaction. */
export interface Batch {
  id: string
  /** counted on arrival: what nobody waits for */
  tallies: Tallies
  requests: Request[]
  counts: Counts
  size: number
  weight: number
}

export type Counts = Arrivals<Input, Outcome>

/** Updates that are counted together or not at all. */
export interface Request {
  project: Project
  input: Input
  updates: readonly (MetricUpdate | Point)[]
  key: string | undefined
  weight: number
  answer: { resolve(outcomes: Outcome[]): void; reject(error: Error): void }
}

export const newBatch = (): Batch => ({
  ...{ id: randomUUID(), requests: [], size: 0, weight: 0 },
  ...{ tallies: new Map(), counts: new Map() },
})

/** The same work in smaller pieces, so that one that the database does not take costs no other. */
export function parts({ tallies, requests, counts }: Batch): Batch[] {
  const counted = [...tallies].map(([book, of]) => ({
    ...newBatch(),
    tallies: new Map([[book, of]]),
    size: [...of.sent.values()].reduce((sum, { count }) => sum + count, 0),
  }))
  const asked = requests.map(request => ({
    ...newBatch(),
    requests: [request],
    size: request.updates.length,
  }))
  const noted = counts.size > 0 ? [{ ...newBatch(), counts }] : []
  return [...counted, ...asked, ...noted]
}
