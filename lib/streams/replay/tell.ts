import { reportOf } from '#lib/streams/criteria/report.ts'
import type { CompiledTrigger } from '#lib/streams/definition/compile.ts'
import type { Micros } from '#lib/streams/event.ts'
import { countsOf } from '#lib/streams/replay/looked.ts'
import type { Replay } from '#lib/streams/replay/result.ts'
import type { Ran } from '#lib/streams/replay/run.ts'
import { isoOf } from '#lib/streams/timex/iso.ts'

interface Walked extends Ran, Pick<Replay, 'others' | 'stopped' | 'missing'> {
  from: Micros
  to: Micros
  /** events */
  read: number
}

/** A run in the words of the API. */
export function replayOf(
  { definition }: CompiledTrigger,
  { from, to, read, counts, streams, looked, ...rest }: Walked,
): Replay {
  const { taken, opened, fired, expired, active } = counts
  const counters = {
    'New stream': opened,
    'Added events': taken,
    'Streams fired': fired,
    'Streams expired': expired,
  }
  return {
    ...rest,
    ...{ from: isoOf(from), to: isoOf(to), events: { read, taken } },
    ...{ opened, fired, expired, active, streams, looked },
    report: reportOf(definition.name, looked.map(countsOf), new Map(Object.entries(counters))),
  }
}
