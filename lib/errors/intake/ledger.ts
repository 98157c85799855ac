import { type Batch, newBatch, parts, type Request } from '#lib/errors/intake/batch.ts'
import type { Books } from '#lib/errors/intake/books.ts'
import { type Recorded, record } from '#lib/errors/intake/record.ts'
import { type Ledger, refuseAwaited, splitOff } from '#lib/ledger.ts'
import { note } from '#lib/projects/intake/arrivals.ts'

/** Events of requests that one transaction takes: a second of work at most. */
const REQUEST_EVENTS = 20_000

/** How batches of errors are written. */
export const errorLedger = (books: Books): Ledger<Batch, Recorded> => ({
  what: 'errors',
  gathers: true,
  newBatch,
  hasWork: ({ size, requests, counts }) => size > 0 || requests.length > 0 || counts.size > 0,
  isAwaited: ({ requests }) => requests.some(({ answer }) => answer),
  remainder: batch =>
    splitOff(batch, newBatch(), REQUEST_EVENTS, ({ events }: Request) => events.length),
  parts,

  async prepare({ requests }) {
    const projects = new Map(requests.map(({ project }) => [project.id, project]))
    for (const project of projects.values()) await books.open(project)
  },

  write: (client, batch, done) => record(client, batch, books, done),

  settle({ requests }, { receipts, confirm }) {
    confirm()
    for (const [i, { answer }] of requests.entries()) answer?.resolve(receipts[i] ?? [])
  },

  refuse: refuseAwaited,

  giveUp({ tallies, requests }, next, error) {
    for (const [book, of] of tallies)
      for (const { count, examples } of of.values())
        note(next.counts, book.projectId, examples[0]?.input ?? 'syslog', 'refused', count)
    for (const { project, input, events, answer } of requests) {
      note(next.counts, project.id, input, 'refused', events.length)
      answer?.reject(error)
    }
  },
})
