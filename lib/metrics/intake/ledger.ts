import type { PoolClient } from 'pg'
import { type Ledger, splitOff } from '#lib/ledger.ts'
import { type Batch, newBatch, parts, type Request } from '#lib/metrics/intake/batch.ts'
import type { Books } from '#lib/metrics/intake/books.ts'
import type { Outcome } from '#lib/metrics/intake/contract.ts'
import type { Numbered } from '#lib/metrics/intake/ids.ts'
import { countRequest, pointsOf } from '#lib/metrics/intake/request.ts'
import type { Tallies } from '#lib/metrics/intake/tally.ts'
import { openTotals } from '#lib/metrics/intake/totals.ts'
import { writeTallies } from '#lib/metrics/intake/write.ts'
import { holdProjects } from '#lib/projects/hold.ts'
import { copyOf, note, writeArrivals } from '#lib/projects/intake/arrivals.ts'
import { claimBatch, claimRequests } from '#lib/projects/intake/seen.ts'

/** Updates of requests that one transaction takes: a second of work at most. */
const REQUEST_UPDATES = 20_000

export interface Written {
  /** for each request, for each of its updates */
  outcomes: Outcome[][]
  numbered: readonly Numbered[]
}

/** How batches of metrics are written. */
export const metricLedger = (books: Books): Ledger<Batch, Written> => ({
  what: 'metrics',
  gathers: true,
  newBatch,
  hasWork: ({ size, requests, counts }) => size > 0 || requests.length > 0 || counts.size > 0,
  isAwaited: ({ requests }) => requests.length > 0,
  remainder: batch =>
    splitOff(batch, newBatch(), REQUEST_UPDATES, ({ updates }: Request) => updates.length),
  parts,

  async prepare({ requests }) {
    for (const project of new Set(requests.map(({ project }) => project))) await books.open(project)
  },

  write: (client, batch, done) => write(client, batch, books, done),

  settle({ requests }, { outcomes, numbered }) {
    for (const { confirm } of numbered) confirm()
    for (const [i, { answer }] of requests.entries()) answer.resolve(outcomes[i] ?? [])
  },

  refuse(batch, error) {
    for (const { answer } of batch.requests) answer.reject(error)
    batch.requests = []
  },

  giveUp({ tallies, requests }, next, error) {
    for (const [{ project }, { sent }] of tallies)
      for (const [input, { count }] of sent) note(next.counts, project.id, input, 'refused', count)
    for (const { project, input, updates, answer } of requests) {
      note(next.counts, project.id, input, 'refused', updates.length)
      answer.reject(error)
    }
  },
})

const projectsOf = ({ tallies, requests, counts }: Batch) => [
  ...[...tallies.keys(), ...requests].map(({ project }) => project.id),
  ...counts.keys(),
]

async function write(
  client: PoolClient,
  batch: Batch,
  books: Books,
  done: string | undefined,
): Promise<Written | null> {
  if (!(await claimBatch(client, batch.id, done))) return null
  await holdProjects(client, projectsOf(batch))

  const named = batch.requests.map(({ project, key }) => ({ project, key, events: [{}] }))
  const isNew = (await claimRequests(client, named)).map(([first]) => first === true)
  const asked: Tallies = new Map()
  const totals = await openTotals(
    client,
    batch.requests.flatMap((request, i) => (isNew[i] ? pointsOf(request) : [])),
  )
  const outcomes = batch.requests.map((request, i) =>
    isNew[i]
      ? countRequest(request, books.get(request.project), asked, totals)
      : request.updates.map(() => 'duplicate' as const),
  )
  await totals.save()
  const numbered = [await writeTallies(client, batch.tallies), await writeTallies(client, asked)]
  const counts = copyOf(batch.counts)
  for (const [{ project }, { sent }] of batch.tallies)
    for (const [input, { count }] of sent) note(counts, project.id, input, 'accepted', count)
  for (const [i, { project, input }] of batch.requests.entries())
    for (const outcome of outcomes[i] ?? []) note(counts, project.id, input, outcome)
  await writeArrivals(client, counts)
  return { outcomes, numbered }
}
