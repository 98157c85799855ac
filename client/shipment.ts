import { join } from 'node:path'
import { openCourier } from './courier.ts'
import type { Destination } from './dsn.ts'
import { encode } from './encode.ts'
import { openTotals } from './metrics/totals.ts'
import { post, type Request, requestOf, type Way } from './post.ts'
import type { Recorder } from './sink.ts'
import { openSpool } from './spool.ts'

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
  /** For the very end: what is not sent goes to the spool; answers what does not. */
  leave(): Request[]
  readonly dropped: number
}

const LINES = 'application/x-ndjson'
/** Each an error with its trace, or the numbers of ten seconds. */
const ERRORS = 500
const REPORTS = 100

/** Throws when the folder of the spool cannot be made. */
export function openShipment(to: Destination, options: ShipmentOptions): Shipment {
  const { queueSize, spool, spoolBytes } = options
  const open = (name: string, way: Way, size: number, batchLines?: number) => {
    const courier = openCourier({
      post: lines => post(requestOf(to, way, lines)),
      queueSize: size,
      batchLines,
      spool: spool === undefined ? undefined : openSpool(join(spool, name), spoolBytes),
    })
    const leave = () => courier.leave().map(lines => requestOf(to, way, lines))
    return { courier, leave }
  }
  const events = open('events', { path: '/events', contentType: LINES }, queueSize)
  const errors = open('errors', { path: '/errors', contentType: LINES }, ERRORS)
  const json = { path: '/v1/metrics', contentType: 'application/json' }
  const reports = open('metrics', json, REPORTS, 1)
  const totals = openTotals(report => reports.courier.send(report))
  const all = [events, errors, reports]

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
      const flushed = await Promise.all(all.map(({ courier }) => courier.flush(limitMs)))
      return flushed.every(Boolean)
    },
    leave() {
      totals.report()
      return all.flatMap(one => one.leave())
    },
    get dropped() {
      return all.reduce((sum, { courier }) => sum + courier.dropped, 0)
    },
  }
}
