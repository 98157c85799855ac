import type { Pool, PoolClient } from 'pg'
import { newBatch } from '#lib/metrics/intake/batch.ts'
import { openBooks } from '#lib/metrics/intake/books.ts'
import { metricLedger } from '#lib/metrics/intake/ledger.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import type { Due } from '#lib/streams/effects/contract.ts'
import type { ProjectOf, SayOf } from '#lib/streams/effects/open.ts'

/** Counts what pipelines measure, as what comes in over the intake is counted. */
export function openMetricWriter(pool: Pool, projectOf: ProjectOf) {
  const books = openBooks(pool)
  const ledger = metricLedger(books)
  let done: string | undefined

  return {
    async prepare(projectIds: ReadonlySet<number>): Promise<void> {
      for (const id of projectIds) {
        const project = projectOf(id)
        if (project) await books.open(project)
      }
    },

    /** Answers what is to be called after the commit. */
    async write(client: PoolClient, due: readonly Due<MetricUpdate>[], say: SayOf) {
      const given = due.flatMap(one => {
        const project = projectOf(one.stream.projectId)
        return project ? [{ ...one, project }] : []
      })
      const requests = given.map(({ project, items }) => ({
        ...{ project, updates: items, input: 'belfry' as const, key: undefined, weight: 0 },
        answer: { resolve() {}, reject() {} },
      }))
      const batch = { ...newBatch(), requests }
      const written = await ledger.write(client, batch, done)
      for (const [i, { stream, items }] of given.entries())
        for (const [k, outcome] of (written?.outcomes[i] ?? []).entries())
          if (outcome !== 'accepted')
            say(stream, 'error', `The metric ${items[k]?.name} was not counted: ${outcome}.`)
      return () => {
        done = batch.id
        if (written) ledger.settle(batch, written)
      }
    },
  }
}
