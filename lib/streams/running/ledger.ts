import { randomUUID } from 'node:crypto'
import { reasonOf } from '#lib/failures.ts'
import type { Held, Ledger } from '#lib/ledger.ts'
import type { EffectWriters } from '#lib/streams/effects/open.ts'
import { countEnds } from '#lib/streams/running/count.ts'
import { type Ended, endingsOf, endStreams, type Finished } from '#lib/streams/running/end.ts'
import { lineOf } from '#lib/streams/running/log.ts'
import type { Tally } from '#lib/streams/statistics/tally.ts'

/** Streams that one transaction ends: a second of work at most. */
const MOST_STREAMS = 500

/** Streams that end together. */
export interface Batch extends Held {
  ends: End[]
}

interface End {
  finished: Finished
  /** it is written, or was another's */
  done(): void
}

const newBatch = (): Batch => ({ id: randomUUID(), ends: [], size: 0, weight: 0 })

const batchOf = (ends: End[]): Batch => ({ ...newBatch(), ends, size: ends.length })

/** How streams are ended. Writing twice changes nothing: the serial number is another by then. */
export const streamLedger = (
  writers: EffectWriters,
  tell: (tally: Tally) => void,
): Ledger<Batch, Ended> => ({
  what: 'streams',
  gathers: true,
  newBatch,
  hasWork: ({ size }) => size > 0,
  isAwaited: () => true,
  remainder(batch) {
    const rest = batch.ends.splice(MOST_STREAMS)
    batch.size = batch.ends.length
    return batchOf(rest)
  },
  parts: ({ ends }) => ends.map(end => batchOf([end])),

  prepare: ({ ends }) => writers.prepare(endingsOf(ends.map(({ finished }) => finished))),

  write: (client, { ends }) =>
    endStreams(
      client,
      ends.map(({ finished }) => finished),
      writers,
    ),

  settle({ ends }, { ours, effects }) {
    effects.settle()
    tell(countEnds(ours))
    if (effects.fed) tell(effects.fed.tally)
    for (const { done } of ends) done()
  },

  /** Nobody is told before it is written. */
  refuse() {},

  /** What a pipeline asked for cannot be written: it has failed, then. */
  giveUp({ ends }, next, error) {
    for (const { finished, done } of ends)
      if (finished.outcome.ok) put(next, failedOf(finished, reasonOf(error.cause)), done)
      else done()
  },
})

/** Adds a stream to what is written next. */
export function put(batch: Batch, finished: Finished, done: () => void): void {
  batch.ends.push({ finished, done })
  batch.size++
}

function failedOf(finished: Finished, error: string): Finished {
  const { lines, failedCalls } = finished.outcome
  const line = lineOf(null, 'error', error)
  return { ...finished, outcome: { ok: false, error, failedCalls, lines: [...lines, line] } }
}
