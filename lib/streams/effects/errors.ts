import type { Pool, PoolClient } from 'pg'
import { openClassification } from '#lib/errors/classify/open.ts'
import type { ErrorEvent } from '#lib/errors/event.ts'
import { newBatch } from '#lib/errors/intake/batch.ts'
import { openBooks } from '#lib/errors/intake/books.ts'
import { errorLedger } from '#lib/errors/intake/ledger.ts'
import { asStorable } from '#lib/errors/intake/storable.ts'
import type { Project } from '#lib/projects/schema.ts'
import type { Due } from '#lib/streams/effects/contract.ts'
import type { ProjectOf } from '#lib/streams/effects/open.ts'

/** Counts errors that pipelines tell of, as those that come in over the intake are counted. */
export function openErrorWriter(pool: Pool, projectOf: ProjectOf) {
  const books = openBooks(pool, openClassification)
  const ledger = errorLedger(books)
  const current = new Map<number, Project>()
  let done: string | undefined

  /** A project that was changed may classify in another way. */
  async function open(project: Project): Promise<void> {
    const isChanged = current.has(project.id) && current.get(project.id) !== project
    await (isChanged ? books.renew(project) : books.open(project))
    current.set(project.id, project)
  }

  return {
    async prepare(projectIds: ReadonlySet<number>): Promise<void> {
      for (const id of projectIds) {
        const project = projectOf(id)
        if (project) await open(project)
      }
    },

    /** Answers what is to be called after the commit. */
    async write(client: PoolClient, due: readonly Due<ErrorEvent>[]) {
      const now = Date.now()
      const requests = due.flatMap(({ stream, items }) => {
        const project = projectOf(stream.projectId)
        const events = items.map(item => asStorable(item, now))
        return project ? [{ project, input: 'belfry' as const, events, weight: 0 }] : []
      })
      const batch = { ...newBatch(), requests }
      const written = await ledger.write(client, batch, done)
      return () => {
        done = batch.id
        if (written) ledger.settle(batch, written)
      }
    },
  }
}
