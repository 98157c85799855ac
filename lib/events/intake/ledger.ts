import { type Batch, newBatch, parts, type Request } from '#lib/events/intake/batch.ts'
import { type Written, write } from '#lib/events/intake/write.ts'
import { type Ledger, refuseAwaited, splitOff } from '#lib/ledger.ts'
import { note } from '#lib/projects/intake/arrivals.ts'

/** Events that one transaction takes: a second of work at most. */
const MOST_EVENTS = 20_000

/** How batches of events are written. */
export const eventLedger: Ledger<Batch, Written> = {
  what: 'events',
  gathers: false,
  newBatch,
  hasWork: ({ requests, counts }) => requests.length > 0 || counts.size > 0,
  isAwaited: ({ requests }) => requests.some(({ answer }) => answer),
  remainder: batch =>
    splitOff(batch, newBatch(), MOST_EVENTS, ({ events }: Request) => events.length),
  parts,

  prepare: async () => {},

  write,

  settle({ requests }, { outcomes }) {
    for (const [i, { answer }] of requests.entries()) answer?.resolve(outcomes[i] ?? [])
  },

  refuse: refuseAwaited,

  giveUp({ requests }, next, error) {
    for (const { project, input, events, answer } of requests) {
      note(next.counts, project.id, input, 'refused', events.length)
      answer?.reject(error)
    }
  },
}
