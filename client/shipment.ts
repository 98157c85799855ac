import type { Destination } from './dsn.ts'
import { encode } from './encode.ts'
import { openLane } from './lane.ts'
import { postNow } from './last-post.ts'
import { openTotals } from './metrics/totals.ts'
import type { Request } from './post.ts'
import type { Recorder } from './sink.ts'
import type { Spool } from './spool.ts'

export interface ShipmentOptions {
  /** how many events wait at most */
  queueSize: number
  spool: string | undefined
  /** of each kind of things */
  spoolBytes: number
}

/** Everything that goes to one project of one intake. */
export interface Shipment extends Required<Recorder> {
  flush(limitMs: number): Promise<boolean>
  /** For the very end, standing still for so long at most: what cannot be sent goes to the spool. */
  leave(limitMs: number): void
  readonly dropped: number
}

/** Each an error with its trace, or the numbers of ten seconds. */
const ERRORS = 500
const REPORTS = 100

export function openShipment(to: Destination, options: ShipmentOptions): Shipment {
  const { queueSize } = options
  const events = openLane(to, { ...options, name: 'events', path: '/events', queueSize })
  const errors = openLane(to, { ...options, name: 'errors', path: '/errors', queueSize: ERRORS })
  const reports = openLane(to, {
    ...{ ...options, name: 'metrics', path: '/v1/metrics', queueSize: REPORTS },
    ...{ contentType: 'application/json', batchLines: 1 },
  })
  const totals = openTotals(report => reports.courier.send(report))
  const lanes = [events, errors, reports]

  return {
    event(event) {
      const line = encode(event, 'body')
      if (line !== undefined) events.courier.send(line)
    },
    error(error) {
      const line = encode(error, 'extra')
      if (line !== undefined) errors.courier.send(line)
    },
    measure: totals.add,
    async flush(limitMs) {
      totals.report()
      const flushed = await Promise.all(lanes.map(({ courier }) => courier.flush(limitMs)))
      return flushed.every(Boolean)
    },
    leave(limitMs) {
      totals.report()
      sendNow(
        lanes.flatMap(({ spool, courier, requestOf }) =>
          courier.leave().map(lines => ({ lines, spool, request: requestOf(lines) })),
        ),
        limitMs,
      )
    },
    get dropped() {
      return lanes.reduce((sum, { courier }) => sum + courier.dropped, 0)
    },
  }
}

interface Left {
  lines: string[]
  spool: Spool | undefined
  request: Request
}

function sendNow(left: readonly Left[], limitMs: number) {
  const requests = left.map(({ request }) => request)
  const taken = postNow(requests, limitMs)
  for (const [i, { lines, spool }] of left.entries()) if (!taken[i]) spool?.keep(lines)
}
